import { expect, test } from 'vitest';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { openFiles } from '../../harness/check-files.js';
import { randomFailureEdit, randomFailures } from './random-failures.js';
import { applied, randomFrom } from './random-workspace.js';

const seed = Number(process.env.LINTEL_SEED ?? (process.env.LINTEL_SEQUENCES ? Date.now() % 1_000_000 : 20_261_130));
const sequences = Number(process.env.LINTEL_SEQUENCES ?? 25);
const editsPerSequence = 8;

/** All that rests on contracts: the contracts themselves, who calls what, where files run, and the findings. */
function seen(snapshot: Snapshot) {
  const { failures } = snapshot;
  const files = snapshot.state.files.map(path => {
    const file = failures.file(path);
    const functions = file?.ir.functions.map((_, index) => {
      const { digest, modes, returns, symbol } = file.contract(index);
      return { symbol, digest, modes, returns, callers: failures.callers({ path, index }) };
    });
    return { path, environment: file?.environment, functions };
  });
  return { files, report: snapshot.report({ minSeverity: 'hint' }) };
}

test(`${sequences} sequences of edits end with the contracts of a fresh run (LINTEL_SEED=${seed})`, async () => {
  for (let sequence = 0; sequence < sequences; sequence++) {
    const random = randomFrom(seed + sequence);
    let files = randomFailures(random);
    const workspace = await openFiles(files);
    seen(workspace.snapshot);
    for (let i = 0; i < editsPerSequence; i++) {
      // Proposals that nobody applies: siblings must not be heard of one another.
      const other = await workspace.snapshot.with(randomFailureEdit(random, files));
      const edit = randomFailureEdit(random, files);
      files = applied(files, edit);
      const proposed = await workspace.snapshot.with(edit);
      if (random(2) === 0) seen(other);
      const snapshot = await workspace.apply(edit);
      // Not every moment is asked: the next goes on from the one that was.
      if (random(3) === 0) continue;
      const fresh = seen((await openFiles(files)).snapshot);
      const label = `LINTEL_SEED=${seed + sequence}, edit ${i}: ${JSON.stringify(edit)}`;
      expect(seen(snapshot), label).toEqual(fresh);
      expect(seen(proposed), `proposed, ${label}`).toEqual(fresh);
    }
  }
}, 600_000);
