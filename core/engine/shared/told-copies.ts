import { compareText, type FilePath } from '../../files/paths.js';
import { importRoute } from '../import-route.js';
import { copiedFunctions } from '../reusable.js';
import type { Snapshot } from '../snapshot.js';
import { changedRecords } from './changed-records.js';
import type { ToldCopy } from './engine.js';

/** Below this a likeness may be chance; nobody asked for it here. */
const minimalSimilarity = 0.9;
const mostFiles = 20;
const mostCopies = 3;

/** Functions of changed files that nearly repeat an exported one which their module may import. */
export async function toldCopies(base: Snapshot, head: Snapshot): Promise<readonly ToldCopy[]> {
  const told: ToldCopy[] = [];
  for (const path of changedFiles(base, head).slice(0, mostFiles)) {
    for (const { name, copies } of copiedFunctions(base, head, path)) {
      const of = copies.find(
        ({ path: from, fact, similarity }) =>
          similarity >= minimalSimilarity && head.graph.exportNames(from).names.includes(fact.name),
      );
      if (!of || told.length >= mostCopies) continue;
      const route = await importRoute(base, path, { path: of.path, name: of.fact.name });
      if (route.ok) told.push({ path, name, of: `${of.path}#${of.fact.name}`, statement: route.statement });
    }
  }
  return told;
}

/** Production files whose text is another one than in the base, sorted. */
function changedFiles(base: Snapshot, head: Snapshot): readonly FilePath[] {
  const { policy, state } = head;
  return changedRecords(base, head)
    .flatMap(number => state.records.get(number)?.path ?? [])
    .filter(path => !policy.isTest(path) && !policy.isFixture(path))
    .sort(compareText);
}
