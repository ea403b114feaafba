import type { FailureView, FunctionRef } from '../view.js';
import type { Side } from './context.js';
import { effectIndex } from './effects.js';
import { type ChangedFile, type Matching, refKey } from './match.js';

/** Both revisions with names that are the same on either side. */
export function sidesOf(
  base: FailureView,
  head: FailureView,
  files: readonly ChangedFile[],
  { pairs }: Matching,
): { readonly base: Side; readonly head: Side } {
  const names = new Map(pairs.map(pair => [refKey(pair.base), refKey(pair.head)]));
  const moved = new Map(files.flatMap(file => (file.base && file.head ? [[file.base, file.head] as const] : [])));
  const plain = (view: FailureView, { path, index }: FunctionRef, now = path) =>
    `${now}#${view.file(path)?.symbolOf(index) ?? index}`;
  const headOf = new Map(pairs.map(pair => [refKey(pair.head), plain(head, pair.head)]));
  return {
    base: {
      view: base,
      effects: effectIndex(base),
      nameOf: (ref: FunctionRef) => {
        const matched = names.get(refKey(ref));
        const name = matched === undefined ? undefined : headOf.get(matched);
        return name ?? plain(base, ref, moved.get(ref.path) ?? ref.path);
      },
    },
    head: { view: head, effects: effectIndex(head), nameOf: (ref: FunctionRef) => plain(head, ref) },
  };
}
