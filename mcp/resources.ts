import type { Module, Snapshot } from '../core/index.js';
import { invalidParams, ProtocolProblem, type ResourceDescription, type ResourceTemplate } from './protocol.js';

/** For people who attach context by hand: nothing here is not in a tool too. */
export const resources: readonly ResourceDescription[] = [
  {
    uri: 'rules://workspace',
    name: 'Architecture of the workspace',
    description: 'Modules, what each may depend on, layers',
    mimeType: 'application/json',
  },
  {
    uri: 'rules://findings',
    name: 'Findings',
    description: 'What breaks the rules now',
    mimeType: 'application/json',
  },
];

export const templates: readonly ResourceTemplate[] = [
  {
    uriTemplate: 'rules://module/{name}',
    name: 'Rules of a module',
    description: 'Files, entry points and permitted dependencies of one module',
    mimeType: 'application/json',
  },
];

const mostFindings = 200;

/** The text of a resource. */
export function resourceText(uri: string, snapshot: Snapshot): string {
  const { policy, revision } = snapshot;
  if (uri === 'rules://workspace') {
    return JSON.stringify({
      rev: revision,
      policy: policy.declared ? policy.path : null,
      layers: policy.layers.map(({ name, order, layering }) => ({ name, order, layering })),
      modules: policy.modules.map(asJson),
    });
  }
  if (uri === 'rules://findings') {
    const { status, counts, findings } = snapshot.report();
    const shown = findings.slice(0, mostFindings).map(({ id, severity, rule, path, range, message }) => {
      return { id, severity, at: `${path}:${range.start.line}`, rule, message };
    });
    return JSON.stringify({ status, rev: revision, counts, findings: shown, omitted: findings.length - shown.length });
  }
  const name = /^rules:\/\/module\/(.+)$/.exec(uri)?.[1];
  const module = name === undefined ? undefined : policy.module(decoded(name));
  if (!module) throw new ProtocolProblem(invalidParams, `There is no resource ${uri.slice(0, 200)}.`);
  return JSON.stringify({ rev: revision, ...asJson(module) });
}

/** Module ids that begin with what was typed. */
export function moduleNames(snapshot: Snapshot, typed: string): readonly string[] {
  return snapshot.policy.modules.map(({ id }) => id).filter(id => id.startsWith(typed));
}

function asJson(module: Module) {
  const { id, owner, paths, layers, tags, dependsOn, entryPoints, interfaces, lifecycle, because } = module;
  return {
    module: id,
    ...(owner !== undefined && { owner }),
    paths,
    ...(layers.size > 0 && { layers: Object.fromEntries(layers) }),
    ...(tags.length > 0 && { tags }),
    ...(dependsOn && { dependsOn: dependsOn.map(({ text }) => text) }),
    ...(entryPoints && { entryPoints: entryPoints.expose.map(({ glob }) => glob) }),
    ...(interfaces.length > 0 && { interfaces: interfaces.map(({ name }) => name) }),
    ...(lifecycle && { lifecycle }),
    ...(because !== undefined && { because }),
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
