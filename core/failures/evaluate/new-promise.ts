import { printExpr } from '../print.js';
import { callsOf } from '../walk.js';
import { madeError } from './errors.js';
import { type Evaluation, holeAt, originAt } from './evaluation.js';
import { type Modes, mode, modesOf, noModes, onChannel, union } from './modes.js';

/** What `new Promise((resolve, reject) => …)` rejects with: the arguments of `reject`, and what the executor throws at once. */
export function rejectionsOf(executor: number, run: Evaluation): Modes {
  const { unit } = run;
  const ir = unit.ir.functions[executor];
  if (!ir) return noModes;
  const contract = run.contractOf({ path: unit.path, index: executor });
  let found = onChannel(modesOf(contract?.modes.filter(each => each.channel === 'throw') ?? []), 'throw');
  const reject = ir.params[1]?.target;
  if (reject?.kind !== 'name') return found;
  for (const [index, fn] of unit.ir.functions.entries()) {
    if (!isWithin(index, executor, run)) continue;
    for (const call of callsOf(fn)) {
      if (call.callee.kind === 'name' && call.callee.name === reject.name) {
        const [arg] = call.args;
        const made = arg?.kind === 'call' ? madeError(unit, index, arg, run.linker, run.classes) : undefined;
        const origin = originAt(run, call, 'reject', printExpr(call).slice(0, 80));
        found = union(
          found,
          modesOf([
            made
              ? { ...made, origins: [{ ...made.origins[0]!, kind: 'reject' }] }
              : mode({ class: 'unknown', type: '', confidence: 'assumed', origins: [origin] }),
          ]),
        );
      } else if (call.args.some(arg => arg.kind === 'name' && arg.name === reject.name))
        found = union(found, holeAt(run, call, `${reject.name} handed to ${printExpr(call.callee)}`));
    }
  }
  return found;
}

function isWithin(index: number, outer: number, { unit }: Evaluation): boolean {
  for (let at = index; at >= 0; at = unit.ir.functions[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}
