import type { FilePath } from '../files/paths.js';
import type { Origin } from './edge.js';
import { exportTable } from './export-table.js';
import type { NameResolver } from './name-resolver.js';
import type { Answer, Trace } from './origin-memo.js';
import type { OriginLookup } from './origins.js';

/** All declarations behind an export, and the traces that the answer rests on. */
export interface Laundering {
  readonly origins: readonly Origin[];
  readonly rests: readonly Trace[];
}

/** More declarations behind one name than any person chains: a guard. */
const maximalOrigins = 200;

/**
 * Follows an export to its declaration and on to what that declaration merely renames (`export const a = X`,
 * `export type T = X`) or extends, breadth first. Steps within one file are followed silently.
 */
export function launder(names: NameResolver, lookup: OriginLookup, path: FilePath, name: string): Laundering {
  const start = names.resolve(path, name);
  const rests: Trace[] = [start];
  if (typeof start.outcome !== 'object') return { origins: [], rests };
  const origins = [start.outcome];
  const queue = [start.outcome];
  const seen = new Set([keyOf(start.outcome)]);
  for (let i = 0; i < queue.length && i < maximalOrigins; i++) {
    const from = queue[i] as Origin;
    for (const step of stepsFrom(lookup, from)) {
      const answers = follow(names, lookup, from.path, step.names, step.via === 'extends');
      rests.push(...answers.rests);
      if (typeof answers.found?.outcome !== 'object') continue;
      const to = joined(from, answers.found.outcome, step.via);
      if (seen.has(keyOf(to))) continue;
      seen.add(keyOf(to));
      queue.push(to);
      if (to.path !== from.path) origins.push(to);
    }
  }
  return { origins, rests };
}

interface Step {
  readonly names: readonly string[];
  readonly via: 'alias' | 'extends';
}

/** What the declaration of an origin is another name for, and what it extends. */
function stepsFrom(lookup: OriginLookup, { path, name }: Origin): readonly Step[] {
  const facts = name === '*' ? undefined : lookup.facts(path);
  if (!facts) return [];
  const { declarations } = exportTable(facts);
  const steps: Step[] = [];
  for (const declaration of declarations.get(name) ?? []) {
    if (declaration.aliasOf) steps.push({ names: declaration.aliasOf, via: 'alias' });
    for (const base of declaration.extends ?? []) steps.push({ names: base, via: 'extends' });
  }
  return steps;
}

/**
 * Follows a dotted path as written in a file: its head is an import (`import:N` for an `import("…")` type), an import
 * binding or a declaration of the file; the rest are members of namespaces. A member of an imported object is a value of
 * its own and leads nowhere, unless a class extends it (`ofObjects`).
 */
function follow(
  names: NameResolver,
  lookup: OriginLookup,
  path: FilePath,
  dotted: readonly string[],
  ofObjects: boolean,
): { readonly found: Answer | undefined; readonly rests: readonly Trace[] } {
  const [head, ...members] = dotted;
  if (head === undefined) return { found: undefined, rests: [] };
  const site = /^import:(\d+)$/.exec(head);
  let found = site ? names.resolveImport(path, Number(site[1]), '*', false) : names.resolveLocal(path, head);
  const rests: Trace[] = [found];
  for (const member of members) {
    const { outcome } = found;
    if (typeof outcome !== 'object') return { found: undefined, rests };
    if (outcome.name !== '*') {
      // A namespace, an object, an enum: part of the symbol already found, if it is a part at all.
      if (outcome.path === path) return { found: undefined, rests };
      return { found: ofObjects || isNamespace(lookup, outcome) ? found : undefined, rests };
    }
    const next = names.resolve(outcome.path, member);
    rests.push(next);
    if (typeof next.outcome !== 'object') return { found: undefined, rests };
    found = { ...next, outcome: joined(outcome, next.outcome, undefined) };
  }
  return { found, rests };
}

function isNamespace(lookup: OriginLookup, { path, name }: Origin): boolean {
  const facts = lookup.facts(path);
  return (
    facts !== undefined &&
    (exportTable(facts)
      .declarations.get(name)
      ?.some(d => d.kind === 'namespace') ??
      false)
  );
}

/** One origin reached from another; an alias or `extends` on the way outweighs re-exports in what is told. */
function joined(from: Origin, to: Origin, via: 'alias' | 'extends' | undefined): Origin {
  const through =
    from.path === to.through[0] ? [...from.through, ...to.through.slice(1)] : [...from.through, ...to.through];
  return { ...to, through, via: via ?? (to.via === 'declaration' ? 're-export' : to.via) };
}

function keyOf({ path, name }: Origin): string {
  return `${path}\0${name}`;
}
