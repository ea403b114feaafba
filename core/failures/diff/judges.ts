import type { FailureView } from '../view.js';
import type { Judge } from './changes.js';
import { namedAround } from './symbols.js';

/** What a revision knows about calls and places. */
export function judgeOf(view: FailureView): Judge {
  return {
    canFail: call => {
      // What it waits for may fail, though the combinator itself does not.
      if (/^Promise\.(all|any|race)$/.test(call.text)) return true;
      if (call.isTotal || /(^|\.)(console|log|logger|Logger)\./.test(call.text)) return false;
      if (call.targets.length === 0) return true;
      return call.targets.some(target => {
        const contract = view.contractOf(target);
        return !contract?.closed || contract.modes.length > 0;
      });
    },
    errorsOf: call =>
      call.targets.flatMap(target => (view.contractOf(target)?.modes ?? []).map(mode => mode.type)).filter(Boolean),
    ownerOf: ({ path, fn }) => {
      const symbol = namedAround(view.file(path)?.symbolOf(fn) ?? '');
      return symbol.slice(symbol.lastIndexOf('.') + 1);
    },
  };
}
