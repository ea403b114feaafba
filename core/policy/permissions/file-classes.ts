import type { FilePath } from '../../files/paths.js';
import type { Context } from '../../graph/edge.js';
import { compilePolicy } from '../judge/compiled.js';
import type { Module, Policy } from '../policy.js';

/** Files that neither of two policies tells apart: one of them stands for all. */
export interface FileClass {
  readonly file: FilePath;
  readonly size: number;
}

/** Classes of files as importers: by module, by context, by the sides of rules and overrides. */
export function importerClasses(files: readonly FilePath[], policies: readonly Policy[]): readonly FileClass[] {
  const keys = policies.map(policy => {
    const { forbidden } = compilePolicy(policy);
    return (file: FilePath): string => {
      const module = policy.moduleOf(file);
      const sides = forbidden.map(({ from, exceptFrom }) => [from, ...exceptFrom].map(side => side.has(file, module)));
      const overrides = policy.overrides.map(override => override.files?.matches(file) ?? true);
      return JSON.stringify([module?.id, policy.isTest(file), policy.isFixture(file), sides, overrides]);
    };
  });
  return classesBy(files, file => keys.map(key => key(file)).join('\0'));
}

/** Classes of files as targets: by module, by the gates they stand behind, by the sides of rules. */
export function targetClasses(files: readonly FilePath[], policies: readonly Policy[]): readonly FileClass[] {
  const keys = policies.map(policy => {
    const { forbidden, exposures } = compilePolicy(policy);
    return (file: FilePath): string => {
      const module = policy.moduleOf(file);
      const gates = chainOf(policy, module).map(each =>
        exposures
          .get(each)
          ?.declared(file)
          .map(({ gate, names }) => [gate.text, names ? [...names].sort() : null]),
      );
      return JSON.stringify([module?.id, gates, forbidden.map(({ to }) => to.has(file, module))]);
    };
  });
  return classesBy(files, file => keys.map(key => key(file)).join('\0'));
}

/** Names that a gate of either policy narrows a file to, with one that none of them names; undefined: no gate does. */
export function namesAt(file: FilePath, policies: readonly Policy[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const policy of policies) {
    const { exposures } = compilePolicy(policy);
    for (const module of chainOf(policy, policy.moduleOf(file)))
      for (const open of exposures.get(module)?.declared(file) ?? [])
        for (const name of open.names ?? []) names.add(name);
  }
  return names.size === 0 ? undefined : [...names].sort().concat('(any other name)');
}

/** The context of an import that stands in a file. */
export function contextOf(file: FilePath, policy: Policy): Context {
  return policy.isTest(file) ? 'test' : 'production';
}

function chainOf(policy: Policy, module: Module | undefined): readonly Module[] {
  const chain: Module[] = [];
  for (let at = module; at; at = at.parent === undefined ? undefined : policy.module(at.parent)) chain.push(at);
  return chain;
}

function classesBy(files: readonly FilePath[], key: (file: FilePath) => string): readonly FileClass[] {
  const classes = new Map<string, { file: FilePath; size: number }>();
  for (const file of files) {
    const id = key(file);
    const known = classes.get(id);
    if (known) known.size++;
    else classes.set(id, { file, size: 1 });
  }
  return [...classes.values()];
}
