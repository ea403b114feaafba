import type { FilePath } from '../files/paths.js';
import { type Copy, copiesOf } from '../reuse/copies-of.js';
import type { PlacedFunction } from '../reuse/near-copies.js';
import { saysTheSame } from '../reuse/same-text.js';
import { type ExportSearch, exportSearch, type PlacedExport, type SearchHit } from '../reuse/search.js';
import type { FileFacts } from '../syntax/facts.js';
import type { Span } from '../text/span.js';
import type { Snapshot } from './snapshot.js';

const searches = new WeakMap<Snapshot, ExportSearch>();
/** By facts, which live as long as the text of the file does: later snapshots use them again. */
const exportsOfFacts = new WeakMap<FileFacts, readonly PlacedExport[]>();
const functionsOfFacts = new WeakMap<FileFacts, readonly PlacedFunction[]>();

/** Exports of production code by words of their name, summary, signature and path, the best first. */
export function reusableExports(snapshot: Snapshot, query: string, limit: number): readonly SearchHit[] {
  let search = searches.get(snapshot);
  if (!search) {
    search = exportSearch(productionFiles(snapshot).flatMap(path => exportsIn(snapshot, path)));
    searches.set(snapshot, search);
  }
  return search.search(query, limit);
}

/** A function of a text that does nearly what another one does already. */
export interface CopiedFunction {
  readonly name: string;
  readonly span: Span;
  readonly copies: readonly Copy[];
}

/** For each function of `path` in `head` the functions of `base` that it nearly repeats, those of the file itself left out. */
export function copiedFunctions(base: Snapshot, head: Snapshot, path: FilePath): readonly CopiedFunction[] {
  const proposed = head.graph.body(path)?.functions ?? [];
  const known = new Set((base.graph.body(path)?.functions ?? []).map(fact => fact.shape));
  const fresh = proposed.filter(({ shape }) => shape !== '' && !known.has(shape));
  if (fresh.length === 0) return [];
  const others = productionFiles(base).flatMap(file => (file === path ? [] : functionsIn(base, file)));
  return fresh.flatMap(fact => {
    // A function that was moved here is gone where it was.
    const copies = copiesOf(fact, others).filter(
      copy => head.graph.has(copy.path) && (fact.bands.length > 0 || isSame(base, copy, head, path, fact.span)),
    );
    return copies.length === 0 ? [] : [{ name: fact.name, span: fact.span, copies }];
  });
}

/** So short a function repeats another one only where it says the very same. */
function isSame(base: Snapshot, copy: Copy, head: Snapshot, path: FilePath, span: Span): boolean {
  const textIn = (snapshot: Snapshot, file: FilePath, { start, end }: Span) =>
    snapshot.text(file)?.slice(start, end) ?? '';
  return saysTheSame(textIn(base, copy.path, copy.fact.span), textIn(head, path, span));
}

function productionFiles({ graph, policy }: Snapshot): readonly FilePath[] {
  return graph.files.filter(path => !policy.isTest(path) && !policy.isFixture(path));
}

function exportsIn({ graph }: Snapshot, path: FilePath): readonly PlacedExport[] {
  const facts = graph.facts(path);
  if (!facts || facts.generated) return [];
  const known = exportsOfFacts.get(facts);
  if (known && (known[0] === undefined || known[0].path === path)) return known;
  const made = (graph.body(path)?.search ?? []).map(entry => ({ path, entry }));
  exportsOfFacts.set(facts, made);
  return made;
}

function functionsIn({ graph }: Snapshot, path: FilePath): readonly PlacedFunction[] {
  const facts = graph.facts(path);
  if (!facts || facts.generated) return [];
  const known = functionsOfFacts.get(facts);
  if (known && (known[0] === undefined || known[0].path === path)) return known;
  const made = (graph.body(path)?.functions ?? []).filter(fact => fact.shape !== '').map(fact => ({ path, fact }));
  functionsOfFacts.set(facts, made);
  return made;
}
