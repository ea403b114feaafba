import {
  copiedFunctions,
  type FilePath,
  importRoute,
  importStatement,
  positionAt,
  readPlannedImport,
  type Snapshot,
  type Span,
} from '../../core/index.js';

const mostCopies = 3;

/** What exists already, with the import of it under the name that the copy has, and the lines that it makes needless. */
export interface Reuse {
  readonly symbol: string;
  readonly why: string;
  readonly import?: string;
  readonly replaces?: string;
}

/** Functions of the written files that nearly repeat others, with the way to import those where they are exported. */
export async function copies(base: Snapshot, head: Snapshot, paths: readonly FilePath[]): Promise<readonly Reuse[]> {
  const found: Reuse[] = [];
  for (const path of paths) {
    const told: string[] = [];
    for (const { name, span, copies: similar } of copiedFunctions(base, head, path)) {
      // What a copy has within itself is a copy too.
      const isInside = told.some(outer => name.startsWith(`${outer}.`));
      const best = similar.find(each => isExported(base, each)) ?? similar[0];
      if (!best || isInside || found.length >= mostCopies) continue;
      told.push(name);
      const exported = isExported(base, best);
      const way = exported ? await importInstead(base, head, path, name, span, best) : {};
      found.push({
        symbol: `${best.path}#${best.fact.name}`,
        why: `${name} ${best.similarity === 1 ? 'repeats it' : `is ${Math.round(best.similarity * 100)} % like it`}${exported ? '' : '; it is not exported'}`,
        ...way,
      });
    }
  }
  return found;
}

type Copy = ReturnType<typeof copiedFunctions>[number]['copies'][number];

function isExported({ graph }: Snapshot, { path, fact }: Copy): boolean {
  return graph.exportNames(path).names.includes(fact.name);
}

async function importInstead(
  base: Snapshot,
  head: Snapshot,
  path: FilePath,
  name: string,
  span: Span,
  { path: from, fact }: Copy,
): Promise<Pick<Reuse, 'import' | 'replaces'>> {
  const route = await importRoute(base, path, { path: from, name: fact.name });
  if (!route.ok) return {};
  const lines = declarationLines(head.text(path) ?? '', head.lineStarts(path), span);
  const imported = readPlannedImport(route.statement)?.names[0]?.imported;
  // Others may import an exported copy by its name; within an expression there is more around it.
  if (!lines || imported === undefined || head.graph.exportNames(path).names.includes(name))
    return { import: route.statement };
  const names = [{ imported, local: name, typeOnly: false }];
  return { import: importStatement(route.specifier, names), replaces: `${path}:${lines.first}-${lines.last}` };
}

/** The lines of a function declaration with its documentation, 1-based; `undefined` where more stands in them. */
function declarationLines(text: string, starts: readonly number[] | Uint32Array, { start, end }: Span) {
  const lines = text.split('\n');
  let first = positionAt(starts as number[], start).line;
  const last = positionAt(starts as number[], end).line;
  const isAlone = /^(?:async )?function\b/.test(lines[first - 1] ?? '') && (lines[last - 1] ?? '').trim() === '}';
  if (!isAlone) return undefined;
  if (/\*\/\s*$/.test(lines[first - 2] ?? '')) {
    let doc = first - 1;
    while (doc > 0 && !/^\s*\/\*\*/.test(lines[doc - 1] ?? '')) doc--;
    if (doc > 0) first = doc;
  }
  return { first, last };
}
