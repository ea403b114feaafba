import type { FileView } from '../../failures/view.js';
import type { IntendedEdit } from '../finding.js';
import type { Clause } from './handlers.js';

/** What a clause calls what it caught, with the edit that gives it a name; `undefined` where it is taken apart at once. */
export function caughtName(
  file: FileView,
  fn: number,
  { handler, param }: Clause,
  wanted = 'cause',
): { readonly name: string; readonly edits: readonly IntendedEdit[] } | undefined {
  if (param !== undefined) return { name: param, edits: [] };
  if (handler.param !== undefined) return undefined;
  const name = [wanted, 'cause', 'err', 'error', 'caught'].find(each => file.binding(fn, each) === undefined);
  if (name === undefined) return undefined;
  const span = { start: handler.start, end: handler.start + 'catch'.length };
  return { name, edits: [{ span, text: `catch (${name})` }] };
}
