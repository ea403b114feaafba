import type { Module, Permission, Policy } from '../../policy/policy.js';
import { defineRule } from '../rule.js';

export const unusedPermission = defineRule({
  id: 'arch/unused-permission',
  summary: 'An entry of `dependsOn` is used by no import.',
  severity: 'warning',
  zeroConfig: false,
  scope: 'workspace',
  reads: ['imports', 'policy'],
  check({ policy, usedPermissions, report }) {
    const entries = new Map<number, { module: Module; permission: Permission; used: boolean }>();
    for (const module of policy.modules) {
      for (const permission of module.dependsOn ?? []) {
        const used = (usedPermissions.get(`${module.id}\u0000${permission.text}`) ?? 0) > 0;
        const entry = entries.get(permission.span.start);
        if (entry === undefined)
          entries.set(permission.span.start, { module: writerOf(policy, module, permission), permission, used });
        else entry.used ||= used;
      }
    }
    for (const { module, permission, used } of entries.values()) {
      if (used || !exists(policy, permission)) continue;
      report({
        path: policy.path,
        span: permission.span,
        message: `No import of ${module.id} uses the permission "${permission.text}". Remove it, so that the next import of ${permission.text} is a decision again.`,
        symbol: module.id,
        site: permission.text,
        data: { module: module.id, permission: permission.text },
      });
    }
  },
});

/** An entry that a child inherits stands in its ancestor; captures expand one entry to many modules. */
function writerOf(policy: Policy, module: Module, permission: Permission): Module {
  let writer = module;
  while (!writer.setsDependsOn && writer.parent !== undefined) {
    const parent = policy.module(writer.parent);
    if (parent?.dependsOn?.some(({ span }) => span.start === permission.span.start) !== true) break;
    writer = parent;
  }
  return writer;
}

/** An entry that names nothing is vacuous already; one finding per cause. */
function exists(policy: Policy, { to }: Permission): boolean {
  if (to.kind === 'module' || to.kind === 'interface') {
    const module = policy.module(to.id);
    if (module === undefined) return false;
    return to.kind === 'module' || module.interfaces.some(({ name }) => name === to.interface);
  }
  return true;
}
