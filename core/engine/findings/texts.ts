import { decode } from '../../files/decode.js';
import type { FilePath } from '../../files/paths.js';
import { unpackCold } from '../../syntax/pack.js';
import { type LineStarts, lineStartsOf } from '../../text/lines.js';
import type { State } from '../analysis/state.js';

const decoded = new WeakMap<Uint8Array, LineStarts>();

/** The line starts of a source file from its facts, of any other file (the policy, the baseline) from its text. */
export function lineStartsIn(state: State, path: FilePath): LineStarts {
  const cold = state.records.get(state.numbers.known(path) ?? -1)?.cold;
  if (!cold) return lineStartsOf(textIn(state, path) ?? '');
  let starts = decoded.get(cold);
  if (!starts) {
    starts = unpackCold(cold)?.lineStarts ?? lineStartsOf(textIn(state, path) ?? '');
    decoded.set(cold, starts);
  }
  return starts;
}

/** The text of a file as the state sees it; `undefined` when it is not there. */
export function textIn(state: State, path: FilePath): string | undefined {
  const { policy, fs } = state.setting;
  if (policy.declared && path === policy.path) return policy.text;
  // A link may lead out of the root, where nothing is read.
  const bytes = fs.realPath(path) === undefined ? undefined : fs.readBytes(path);
  return bytes && decode(bytes).text;
}
