import type { BehaviourCaller, ChangedFunction, JudgedWidening, NewDependency, Review } from '../engine.js';

/** A review with what its formats need besides. */
export interface ReviewReport {
  readonly review: Review;
  /** The base as it was asked or found, and its commit. */
  readonly base: { readonly asked: string; readonly commit: string };
  /** Undefined: the working tree. */
  readonly head?: { readonly asked: string; readonly commit: string };
  /** Put before paths where the reader starts elsewhere than at the root: `''` or ending in `/`. */
  readonly prefix: string;
  lineOf(widening: JudgedWidening): number;
}

/** The most harmful first: what nobody approved, what is used already, the policy before comments. */
export function byHarm(widenings: readonly JudgedWidening[]): readonly JudgedWidening[] {
  const weight = ({ approval, legal }: JudgedWidening) =>
    (approval.status === 'missing' ? 2 : 0) + (legal.length > 0 ? 1 : 0);
  return [...widenings].sort((a, b) => weight(b) - weight(a));
}

/** `approved by @acme/billing in 1a2b3c4d5e`, or what is missing. */
export function approvalWords({ approval }: JudgedWidening): string {
  return approval.status === 'approved'
    ? `approved by ${approval.by} in ${approval.commit.slice(0, 10)}`
    : `not approved: ${approval.why}`;
}

export function ownerWords({ approvers }: JudgedWidening): string {
  return approvers.length === 0 ? 'nobody is named as owner' : approvers.join(' or ');
}

export function dependencyWords(
  { path, line, symbols, target, kind, context, standing }: NewDependency,
  prefix: string,
): string {
  const names = symbols.length === 0 ? 'no names' : symbols.slice(0, 6).join(', ') + (symbols.length > 6 ? ', …' : '');
  const extra = context === 'production' ? kind : `${kind}, ${context}`;
  const open =
    standing.isApproved || standing.by === 'no-policy' ? '' : `; not approved: ${standing.detail ?? standing.by}`;
  return `${prefix}${path}:${line} imports ${names} from ${target} (${extra})${open}`;
}

/** The counts of a review in a sentence. */
export function countsOf({ permissions, dependencies, requested, behaviour }: Review): string {
  const open = permissions.widenings.filter(({ approval }) => approval.status === 'missing').length;
  const pairs = new Set(dependencies.filter(({ isNewPair }) => isNewPair).map(({ from, to }) => `${from}\0${to}`)).size;
  const many = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;
  const widened =
    permissions.status === 'not_checked'
      ? 'permissions not compared'
      : `${many(permissions.widenings.length, 'permission')} more (${open} not approved)`;
  const asked = requested.length > 0 ? `, ${many(requested.length, 'exception')} asked for` : '';
  const behaved =
    behaviour.status === 'not_checked'
      ? 'behaviour not compared'
      : `${worthTelling(behaviour.functions).length} of ${many(behaviour.compared, 'changed function')} with another behaviour under the same signature`;
  return `${widened}, ${many(dependencies.length, 'new import')} between modules (${many(pairs, 'new pair')})${asked}; ${behaved}`;
}

export function comparedWords({ base, head }: ReviewReport): string {
  const now = head ? `${head.asked} (${head.commit.slice(0, 10)})` : 'the working tree';
  return `${now} against ${base.commit.slice(0, 10)}, the merge base with ${base.asked}`;
}

/** Functions with more to tell than a hint. */
export function worthTelling(functions: readonly ChangedFunction[]): readonly ChangedFunction[] {
  return functions.filter(({ severity }) => severity !== 'hint');
}

const handlings: Readonly<Record<BehaviourCaller['handling'], string>> = {
  catches: 'catches',
  tests: 'asks for the value',
  uses: 'uses the result as it comes',
  ignores: 'does not look at the result',
};

/** `src/pay.ts:12 checkout catches (relies on how it was) ← post (src/http.ts)`. */
export function callerWords({ path, line, symbol, handling, isBroken, via }: BehaviourCaller, prefix: string): string {
  const broken = isBroken ? ', relies on how it was' : '';
  const way = outward(via, path, prefix).map(each => ` ← ${each}`);
  return `${prefix}${path}:${line} ${named(symbol) || '(module)'} ${handlings[handling]}${broken}${way.join('')}`;
}

/** The way outward by functions with a name, each file told where it is another one. */
function outward(via: readonly string[], from: string, prefix: string): readonly string[] {
  const told: string[] = [];
  let [at, before] = [from, ''];
  for (const [i, step] of via.entries()) {
    const hash = step.lastIndexOf('#');
    const [path, symbol] = [step.slice(0, hash), named(step.slice(hash + 1)) || '(module)'];
    const place = `${path}#${symbol}`;
    if (i > 0 && place !== before) told.push(path === at ? symbol : `${symbol} (${prefix}${path})`);
    [at, before] = [path, place];
  }
  return told;
}

/** A qualified name without the callbacks at its end. */
function named(symbol: string): string {
  return symbol.replace(/(\.?~\d+)+$/, '');
}
