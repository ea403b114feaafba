import { type FailureContract, type FilePath, functionNames, type Snapshot, testedWays } from '../../../core/index.js';
import { classesOf } from '../../contracts/words.js';
import { plural } from '../../words.js';
import type { Line } from './line.js';

/** Above each exported function: the classes it fails with, what it answers instead, what of it no test asserts, and who calls it. */
export function failureLines({ failures }: Snapshot, path: FilePath): readonly Line[] {
  const file = failures.file(path);
  if (!file) return [];
  return [...functionNames(file.ir)].flatMap(([fn, { start }]) => {
    const ir = file.ir.functions[fn];
    if (!ir?.hasBody || !file.isExported(fn)) return [];
    const callers = new Set(failures.callers({ path, index: fn }).map(({ path: from, index }) => `${from}#${index}`));
    const used = callers.size === 0 ? 'no caller in this workspace' : `called by ${plural(callers.size, 'function')}`;
    const { all, untested } = file.isTest ? { all: 0, untested: 0 } : testedWays(failures, { path, index: fn });
    const tests =
      untested > 0 ? ` · ${untested === all ? '' : `${untested} of `}${plural(all, 'way')} to fail untested` : '';
    return [{ offset: start, title: `${outcome(file.contract(fn))}${tests} · ${used}` }];
  });
}

function outcome({ modes, returns, swallows, closed }: FailureContract): string {
  const fails = classesOf(modes.filter(({ channel }) => channel !== 'return'));
  const answers = classesOf(returns.flatMap(each => each.modes));
  const hides = classesOf(swallows.flatMap(each => each.modes));
  const parts = [
    ...(fails.length > 0 ? [`fails with ${fails.join(', ')}`] : []),
    ...(answers.length > 0 ? [`answers instead of ${answers.join(', ')}`] : []),
    ...(hides.length > 0 ? [`hides ${hides.join(', ')}`] : []),
  ];
  if (parts.length === 0) return closed ? 'does not fail' : 'no failure is known';
  return `${parts.join('; ')}${closed ? '' : '; perhaps more'}`;
}
