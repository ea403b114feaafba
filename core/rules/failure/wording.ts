import type { FailureMode } from '../../failures/contract.js';
import type { CallerEvidence } from '../../failures/shapes/caller-evidence.js';
import { splitSymbol } from '../../failures/symbols.js';
import type { FileView } from '../../failures/view.js';
import type { Related } from '../finding.js';
import { listOf } from '../wording.js';

/** `absent, timeout and upstream`: classes that are known, each once, in order. */
export function classWords(modes: readonly FailureMode[]): string {
  const classes = new Set(modes.map(each => each.class).filter(each => each !== 'unknown' && each !== 'bug'));
  return listOf([...classes].sort());
}

/** Where failures start, one place for each of their origins, at most four. */
export function originsOf(modes: readonly FailureMode[]): Related[] {
  const found = new Map<string, Related>();
  for (const { class: failure, origins } of modes) {
    for (const { path, start, end, text, via } of origins) {
      const key = `${path}:${start}`;
      const through = via.length === 0 ? '' : `, through ${via.map(symbol => splitSymbol(symbol)[1]).join(', ')}`;
      const known = found.get(key);
      if (known)
        found.set(key, {
          ...known,
          message: known.message.includes(failure)
            ? known.message
            : known.message.replace(' starts', `, ${failure} starts`),
        });
      else if (found.size < 4)
        found.set(key, { path, span: { start, end }, message: `${failure} starts here: ${text}${through}.` });
    }
  }
  return [...found.values()];
}

/** Where callers, or the function itself, take a value for an answer. */
export function assertionsAt(evidence: readonly CallerEvidence[]): Related[] {
  return evidence.map(({ path, span, message }) => ({ path, span, message }));
}

/** The name of a function for messages. */
export function nameOf(file: FileView, fn: number): string {
  const name = file.ir.functions[fn]?.name ?? '';
  return name === '' ? 'this module' : name.includes('~') ? 'this function' : name;
}
