import type { BehaviourCaller, ChangedFunction, JudgedWidening, NewDependency, Review } from '../engine.js';
import { groupBy } from '../format/context.js';

/** Functions named that do what another does. */
const mostAlike = 6;
/** Pairs of modules listed where they only import more of each other. */
const mostPairs = 8;

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

/** Dependencies that a reviewer reads one by one: between modules that had none, or that nobody approved. */
export function couplings(dependencies: readonly NewDependency[]): readonly NewDependency[] {
  return dependencies.filter(
    ({ isNewPair, standing }) => isNewPair || !(standing.isApproved || standing.by === 'no-policy'),
  );
}

/** `app → queries (49), lib → queries (3)`: more imports where modules depend on each other already; `''` for none. */
export function knownPairs(dependencies: readonly NewDependency[]): string {
  const told = new Set(couplings(dependencies));
  const pairs = groupBy(
    dependencies.filter(each => !told.has(each)),
    ({ from, to }) => `${from} → ${to}`,
  );
  const sorted = [...pairs].sort(([, a], [, b]) => b.length - a.length);
  const listed = sorted.slice(0, mostPairs).map(([pair, of]) => `${pair} (${of.length})`);
  return [...listed, ...(sorted.length > mostPairs ? [`${sorted.length - mostPairs} more`] : [])].join(', ');
}

/** The counts of a review in a sentence. */
export function countsOf({ permissions, dependencies, requested, behaviour }: Review): string {
  const open = permissions.widenings.filter(({ approval }) => approval.status === 'missing').length;
  const pairs = new Set(dependencies.filter(({ isNewPair }) => isNewPair).map(({ from, to }) => `${from}\0${to}`)).size;
  const many = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;
  const behaved = behaviour.status === 'checked' ? worthTelling(behaviour.functions).length : 0;
  const parts = [
    permissions.status === 'not_checked' ? 'permissions not compared' : '',
    permissions.widenings.length > 0
      ? `${many(permissions.widenings.length, 'permission')} more (${open} not approved)`
      : '',
    dependencies.length > 0
      ? `${many(dependencies.length, 'new import')} between modules (${pairs === 0 ? 'no' : pairs} new pair${pairs === 1 ? '' : 's'})`
      : '',
    requested.length > 0 ? `${many(requested.length, 'exception')} asked for` : '',
    behaviour.status === 'not_checked'
      ? 'behaviour not compared'
      : behaviour.compared === 0 && behaved === 0
        ? 'no function changed under the same signature'
        : `${behaved === 0 ? 'none' : behaved} of ${many(behaviour.compared, 'changed function')} with another behaviour under the same signature`,
  ];
  return parts.filter(part => part !== '').join(', ');
}

export function comparedWords({ base, head }: ReviewReport): string {
  const now = head ? `${head.asked} (${head.commit.slice(0, 10)})` : 'the working tree';
  return `${now} against ${base.commit.slice(0, 10)}, the merge base with ${base.asked}`;
}

/** Functions with more to tell than a hint. */
export function worthTelling(functions: readonly ChangedFunction[]): readonly ChangedFunction[] {
  return functions.filter(({ severity }) => severity !== 'hint');
}

/** Functions whose change harms somebody, and those that only behave otherwise. */
export function byUrgency(functions: readonly ChangedFunction[]): {
  readonly urgent: readonly ChangedFunction[];
  readonly others: readonly ChangedFunction[];
} {
  const told = worthTelling(functions);
  const isUrgent = ({ severity }: ChangedFunction): boolean => severity === 'error' || severity === 'warning';
  return { urgent: told.filter(isUrgent), others: told.filter(each => !isUrgent(each)) };
}

/** Changes of a function that are more than a hint, as sentences; the most harmful first. */
export function saysOf({ changes, copyOf }: ChangedFunction): readonly string[] {
  const says = changes.filter(({ severity }) => severity !== 'hint').map(each => each.says);
  return copyOf === undefined ? says : [...says, `all of it as ${copyOf} does`];
}

/** Functions that do the same otherwise, told once: the first with its place, the others by name. */
export interface Alike {
  readonly says: string;
  readonly first: ChangedFunction;
  readonly names: readonly string[];
  /** How many functions it is about. */
  readonly count: number;
}

/** Functions by what is said of them, in their order. */
export function alike(functions: readonly ChangedFunction[]): readonly Alike[] {
  const groups = groupBy(functions, changed => saysOf(changed).join('; '));
  return [...groups].map(([says, of]) => ({
    says,
    first: of[0]!,
    names: of.slice(1).map(({ symbol, path }) => symbol || path),
    count: of.length,
  }));
}

/** Names in a list, the first of them: `a, b and 3 more`. */
export function likewise(names: readonly string[], written: (name: string) => string): string {
  const more = names.length > mostAlike ? ` and ${names.length - mostAlike} more` : '';
  return names.slice(0, mostAlike).map(written).join(', ') + more;
}

/** `called by checkout, refund and 3 more`, or that nobody is known. */
export function callersInShort({ callers }: ChangedFunction): string {
  const names = [...new Set(callers.map(({ symbol, path }) => named(symbol) || path))];
  if (names.length === 0) return 'no caller is known';
  return `called by ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
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
