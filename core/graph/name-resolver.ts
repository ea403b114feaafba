import type { FilePath } from '../files/paths.js';
import type { DeclarationFact, ExportFact, FileFacts } from '../syntax/facts.js';
import type { Origin } from './edge.js';
import { type ExportTable, exportTable, type ImportBinding } from './export-table.js';
import { type Answer, isCurrent, type OriginMemo, type Outcome, type StarIndex, type Trace } from './origin-memo.js';
import type { OriginLookup } from './origins.js';
import { type StarWalk, walkStars } from './star-exports.js';

/** Resolves exported names with a memo; the traces tell what each answer rests on. */
export interface NameResolver {
  resolve(path: FilePath, name: string): Answer;
  /** What a name at module level of a file stands for: a declaration, or what an import binding leads to. */
  resolveLocal(path: FilePath, local: string): Answer;
  /** The export of the file that an import site leads to. */
  resolveImport(path: FilePath, importIndex: number, imported: string, isRequire: boolean): Answer;
  stars(path: FilePath): StarIndex;
}

/** Longer chains of re-exports than any person writes: a guard for the call stack. */
const maximalDepth = 500;
/** Guard against answers that cannot be remembered because they lie on cycles, asked again and again. */
const maximalSteps = 20_000;

export function createNameResolver(lookup: OriginLookup, memo: OriginMemo): NameResolver {
  const reader = ++memo.readers;
  const stampOf = (path: FilePath): unknown => (lookup.stamp ? lookup.stamp(path) : lookup.facts(path));
  /** Questions being answered right now, with their depth. */
  const active = new Map<string, number>();
  /** Depth of the outermost active question that a cycle ran into. */
  let lowestCut = Number.POSITIVE_INFINITY;
  let steps = 0;

  const answer = (path: FilePath, outcome: Outcome, rests: readonly Trace[] = []): Answer => ({
    path,
    stamp: stampOf(path),
    rests,
    reader,
    outcome,
  });

  function resolve(path: FilePath, name: string): Answer {
    const known = memo.answers.get(path)?.get(name);
    if (known && isCurrent(known, reader, stampOf)) return known;
    const key = `${path}\0${name}`;
    const depth = active.size;
    const cycle = active.get(key);
    if (cycle !== undefined) {
      lowestCut = Math.min(lowestCut, cycle);
      return answer(path, 'circular');
    }
    if (depth === 0) steps = 0;
    if (depth > maximalDepth || ++steps > maximalSteps) {
      lowestCut = Math.min(lowestCut, 0);
      return answer(path, 'unknown');
    }
    const outerCut = lowestCut;
    lowestCut = Number.POSITIVE_INFINITY;
    active.set(key, depth);
    const found = compute(path, name);
    active.delete(key);
    // An answer cut short by a question further out holds only within that question: it is not remembered.
    if (lowestCut >= depth) {
      remember(path, name, found);
      lowestCut = outerCut;
    } else {
      lowestCut = Math.min(lowestCut, outerCut);
    }
    return found;
  }

  function remember(path: FilePath, name: string, found: Answer): void {
    const names = memo.answers.get(path);
    if (names) names.set(name, found);
    else memo.answers.set(path, new Map([[name, found]]));
  }

  function compute(path: FilePath, name: string): Answer {
    const facts = lookup.facts(path);
    if (!facts) return answer(path, 'unknown');
    if (name === '*') return answer(path, declared(path, '*', true));
    const table = exportTable(facts);
    const exported = table.byName.get(name) ?? (name === 'default' ? table.byName.get('=') : undefined);
    if (exported) return resolveExport(path, exported);
    if (table.exportsAll && table.declarations.has(name)) return resolveLocal(path, name);
    for (const added of lookup.augmentations?.(path) ?? []) {
      if (added.names.includes(name)) {
        return answer(path, { ...declared(added.path, name, true), through: [path, added.path], via: 're-export' });
      }
    }
    if (name === 'default' && isComponent(facts)) return answer(path, declared(path, 'default', true));
    return name === 'default' || name === '='
      ? answer(path, table.isClosed ? 'missing' : 'unknown')
      : resolveThroughStars(path, name, table);
  }

  function resolveExport(path: FilePath, exported: ExportFact): Answer {
    if (exported.kind === 'local') {
      // An expression has no name of its own: it goes by that of the export.
      return marked(resolveLocal(path, exported.local || exported.name), exported.typeOnly);
    }
    if (exported.import === undefined) return answer(path, 'unknown');
    const imported = exported.kind === 'namespace' ? '*' : (exported.imported ?? exported.name);
    return marked(resolveImport(path, exported.import, imported, false), exported.typeOnly);
  }

  function resolveLocal(path: FilePath, local: string): Answer {
    const facts = lookup.facts(path);
    if (!facts) return answer(path, 'unknown');
    const table = exportTable(facts);
    const declarations = table.declarations.get(local);
    const binding = table.bindings.get(local);
    // In JavaScript `const x = require("…")` is declared and bound at once: the binding says more.
    if (binding && (!declarations || binding.isRequire)) {
      return marked(resolveImport(path, binding.import, binding.imported, binding.isRequire), binding.typeOnly);
    }
    const aliased = declarations?.length === 1 ? importAliasOf(declarations[0] as DeclarationFact, table) : undefined;
    if (aliased) return resolveImport(path, aliased.binding.import, aliased.member, false);
    return answer(path, declared(path, local, declarations?.some(hasValue) ?? true));
  }

  function resolveImport(path: FilePath, importIndex: number, imported: string, isRequire: boolean): Answer {
    const target = lookup.target(path, importIndex);
    if (target?.kind !== 'file') return answer(path, 'unknown');
    const targetFacts = lookup.facts(target.path);
    const name =
      imported === '*' && isRequire && targetFacts && exportTable(targetFacts).byName.has('=') ? '=' : imported;
    return passedOn(path, [], resolve(target.path, name));
  }

  /** What a file makes of the answer of the next one; `chain` holds the files between them. */
  function passedOn(path: FilePath, chain: readonly FilePath[], inner: Answer): Answer {
    const { outcome } = inner;
    if (outcome === 'circular') return answer(path, 'circular', [inner]);
    // The export stands here; that the next file lacks it is a mistake of this file, not of those who import from it.
    if (outcome === 'missing' || outcome === 'unknown') return answer(path, 'unknown', [inner]);
    const through = [path, ...chain, ...outcome.through];
    return answer(path, { ...outcome, through, via: outcome.via === 'declaration' ? 're-export' : outcome.via }, [
      inner,
    ]);
  }

  function marked(found: Answer, typeOnly: boolean): Answer {
    if (!typeOnly || typeof found.outcome !== 'object' || !found.outcome.isValue) return found;
    return { ...found, outcome: { ...found.outcome, isValue: false } };
  }

  function resolveThroughStars(path: FilePath, name: string, table: ExportTable): Answer {
    const missing = table.isClosed ? 'missing' : 'unknown';
    if (table.stars.length === 0) return answer(path, missing);
    const index = stars(path);
    let candidates = index.candidates.get(name) ?? [];
    if (candidates.length > 1) candidates = walkStars(path, source, name).candidates.get(name) ?? [];
    const found: Answer[] = [];
    const rests: Trace[] = [index];
    for (const { chain, typeOnly } of candidates) {
      const inner = resolve(chain.at(-1) as FilePath, name);
      rests.push(inner);
      if (inner.outcome !== 'circular') found.push(marked(passedOn(path, chain.slice(0, -1), inner), typeOnly));
    }
    const outcome = unambiguous(found.map(each => each.outcome));
    if (outcome !== undefined) return answer(path, outcome, rests);
    if (candidates.length > found.length && found.length === 0) return answer(path, 'circular', rests);
    return answer(path, candidates.length > 0 || index.complete ? missing : 'unknown', rests);
  }

  function stars(path: FilePath): StarIndex {
    const known = memo.stars.get(path);
    if (known && isCurrent(known, reader, stampOf)) return known;
    const walk: StarWalk = walkStars(path, source);
    const rests = walk.visited.map(visited => ({ path: visited, stamp: stampOf(visited), rests: [], reader }));
    const { candidates, complete } = walk;
    const index = { path, stamp: stampOf(path), rests, reader, candidates, complete };
    memo.stars.set(path, index);
    return index;
  }

  const source = {
    facts: (path: FilePath) => lookup.facts(path),
    target: (path: FilePath, importIndex: number) => lookup.target(path, importIndex),
    augmentedNames: (path: FilePath) => (lookup.augmentations?.(path) ?? []).flatMap(added => added.names),
  };

  return { resolve, resolveLocal, resolveImport, stars };
}

function declared(path: FilePath, name: string, isValue: boolean): Origin {
  return { path, name, isValue, through: [path], via: 'declaration' };
}

function hasValue(declaration: DeclarationFact): boolean {
  return declaration.kind !== 'interface' && declaration.kind !== 'type';
}

/** `import a = ns.b` over a namespace import is a binding of its own. */
function importAliasOf(
  declaration: DeclarationFact,
  table: ExportTable,
): { binding: ImportBinding; member: string } | undefined {
  if (declaration.kind !== 'import-alias' || declaration.aliasOf?.length !== 2) return undefined;
  const [head, member] = declaration.aliasOf as readonly [string, string];
  const binding = table.bindings.get(head);
  return binding?.imported === '*' ? { binding, member } : undefined;
}

/** The default export of a single-file component is the component, written nowhere. */
function isComponent(facts: FileFacts): boolean {
  return facts.dialect === 'vue' || facts.dialect === 'svelte' || facts.dialect === 'astro';
}

/**
 * One outcome of several stars: the first origin, unless two of them are different values, which JavaScript links to
 * nothing (ECMAScript 16.2.1.7.2.2 ResolveExport). Where types are involved TypeScript complains at the second star and
 * keeps the first.
 */
function unambiguous(outcomes: readonly Outcome[]): Outcome | undefined {
  let first: Origin | undefined;
  let value: Origin | undefined;
  for (const outcome of outcomes) {
    if (typeof outcome !== 'object') continue;
    first ??= outcome;
    if (!outcome.isValue) continue;
    if (value && (value.path !== outcome.path || value.name !== outcome.name)) return undefined;
    value = outcome;
  }
  return first ?? (outcomes.includes('unknown') ? 'unknown' : undefined);
}
