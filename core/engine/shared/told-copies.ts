import type { FilePath } from '../../files/paths.js';
import { importRoute } from '../import-route.js';
import { copiedFunctions } from '../reusable.js';
import type { Snapshot } from '../snapshot.js';
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

/** Production files whose text is another one than in the base. */
function changedFiles(base: Snapshot, head: Snapshot): readonly FilePath[] {
  const { graph, policy } = head;
  return graph.files.filter(path => {
    if (policy.isTest(path) || policy.isFixture(path)) return false;
    return recordOf(base, path)?.hash !== recordOf(head, path)?.hash;
  });
}

function recordOf({ state }: Snapshot, path: FilePath) {
  const number = state.numbers.known(path);
  return number === undefined ? undefined : state.records.get(number);
}
