import { expect, test } from 'vitest';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { openFiles } from '../../harness/check-files.js';
import { applied, randomEdit, randomFrom, randomWorkspace } from './random-workspace.js';

const seed = Number(process.env.LINTEL_SEED ?? (process.env.LINTEL_SEQUENCES ? Date.now() % 1_000_000 : 20_261_121));
const sequences = Number(process.env.LINTEL_SEQUENCES ?? 100);
const editsPerSequence = 8;

/** Everything a user can see of a snapshot. */
function seen(snapshot: Snapshot) {
  const edges = snapshot.graph.files.map(path => [path, snapshot.graph.edges(path)]);
  return { report: snapshot.report({ minSeverity: 'hint' }), edges, revision: snapshot.revision };
}

test(`${sequences} sequences of edits end as a fresh run does (LINTEL_SEED=${seed})`, async () => {
  for (let sequence = 0; sequence < sequences; sequence++) {
    const random = randomFrom(seed + sequence);
    let files = randomWorkspace(random);
    const workspace = await openFiles(files);
    const history: unknown[] = [];
    for (let i = 0; i < editsPerSequence; i++) {
      const edit = randomEdit(random, files);
      history.push(edit);
      files = applied(files, edit);
      const proposed = await workspace.snapshot.with(edit);
      const snapshot = await workspace.apply(edit);
      const fresh = seen((await openFiles(files)).snapshot);
      const label = `LINTEL_SEED=${seed + sequence}, edit ${i}: ${JSON.stringify(history.at(-1))}`;
      expect(seen(snapshot), label).toEqual(fresh);
      expect(seen(proposed), `proposed, ${label}`).toEqual(fresh);
    }
  }
}, 600_000);
