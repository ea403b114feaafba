import type { FailureContract, FailureMode } from '../../../../core/index.js';
import { openFiles } from '../../../harness/check-files.js';

export type ContractVerdict = 'equal' | 'wider' | 'differs';

/**
 * Compares what is inferred from a case's code with the `@throws` tags of its expected output, function by function. A tag without a type, and
 * `unknown`, stand for any failure of that channel; functions that the output leaves without tags are not compared.
 */
export async function compareContracts(
  file: string,
  code: string,
  output: string,
): Promise<{ verdict: ContractVerdict; told: string }> {
  const [given, documented] = await Promise.all([openFiles({ [file]: code }), openFiles({ [file]: output })]);
  const inferred = given.snapshot.failures.file(file);
  const expected = documented.snapshot.failures.file(file);
  if (!inferred || !expected || inferred.ir.functions.length !== expected.ir.functions.length)
    return { verdict: 'differs', told: 'The functions of code and output are not the same.' };
  let verdict: ContractVerdict = 'equal';
  const told: string[] = [];
  for (const [index, { name }] of expected.ir.functions.entries()) {
    const { declared } = expected.contract(index);
    if (declared.length === 0) continue;
    const modes = leaving(inferred.contract(index));
    const isAll = declared.every(tag => modes.some(each => covers(tag, each)));
    const isOnly = modes.every(each => declared.some(tag => covers(tag, each)));
    if (isAll && isOnly) continue;
    told.push(
      `${name}: expected ${declared.map(brief).join(', ')}; inferred ${modes.map(brief).join(', ') || 'nothing'}`,
    );
    if (!isAll) verdict = 'differs';
    else if (verdict === 'equal') verdict = 'wider';
  }
  return { verdict, told: told.join('\n') };
}

function leaving({ modes, bugs }: FailureContract): readonly FailureMode[] {
  return [...modes, ...bugs].filter(each => each.channel === 'throw' || each.channel === 'reject');
}

function covers(tag: FailureMode, each: FailureMode): boolean {
  if (tag.channel !== each.channel) return false;
  if (tag.type === '' || tag.type === 'unknown' || tag.type === each.type) return true;
  const literal = /^(["'])(.*)\1$/.exec(tag.type)?.[2] ?? tag.type;
  return String(each.discriminants.value ?? '') === literal;
}

const brief = ({ channel, type }: FailureMode): string => `${channel} ${type || '?'}`;
