import { printExpr } from '../print.js';
import { callsOf } from '../walk.js';
import { madeError } from './errors.js';
import type { Evaluation } from './evaluation.js';
import { hole, type Modes, mode, modesOf, noModes, onChannel, union } from './modes.js';

/** What `new Promise((resolve, reject) => …)` rejects with: the arguments of `reject`, and what the executor throws at once. */
export function rejectionsOf(executor: number, run: Evaluation): Modes {
  const { unit } = run;
  const ir = unit.ir.functions[executor];
  if (!ir) return noModes;
  const contract = run.contractOf({ path: unit.path, index: executor });
  let found = onChannel(modesOf(contract?.modes.filter(each => each.channel === 'throw') ?? []), 'throw');
  const reject = ir.params[1]?.target;
  if (reject?.kind !== 'name') return found;
  const open = (at: { start: number; end: number }, text: string): Modes =>
    modesOf([hole({ path: unit.path, ...at, kind: 'hole', text, via: [] })]);
  for (const [index, fn] of unit.ir.functions.entries()) {
    if (!isWithin(index, executor, run)) continue;
    for (const call of callsOf(fn)) {
      if (call.callee.kind !== 'name') {
        if (call.args.some(arg => arg.kind === 'name' && arg.name === reject.name))
          found = union(found, open(call, `${reject.name} handed to ${printExpr(call.callee)}`));
        continue;
      }
      if (call.callee.name === reject.name) {
        const [arg] = call.args;
        const made = arg?.kind === 'call' ? madeError(unit, index, arg, run.linker, run.classes) : undefined;
        const origin = {
          path: unit.path,
          start: call.start,
          end: call.end,
          kind: 'reject' as const,
          text: printExpr(call).slice(0, 80),
          via: [],
        };
        found = union(
          found,
          modesOf([
            made
              ? { ...made, origins: [{ ...made.origins[0]!, kind: 'reject' }] }
              : mode({ class: 'unknown', type: '', confidence: 'assumed', origins: [origin] }),
          ]),
        );
      } else if (call.args.some(arg => arg.kind === 'name' && arg.name === reject.name))
        found = union(found, open(call, `${reject.name} handed to ${call.callee.name}`));
    }
  }
  return found;
}

function isWithin(index: number, outer: number, { unit }: Evaluation): boolean {
  for (let at = index; at >= 0; at = unit.ir.functions[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}
