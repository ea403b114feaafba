import type { FilePath } from '../../files/paths.js';
import { compilePackagesOf } from '../judge/compiled.js';
import type { NamedRule, Policy } from '../policy.js';
import { compileSide, type Side } from '../selectors.js';
import { isWeaker, type Loss } from './loss.js';
import type { PolicyPair } from './passages.js';

/** What a rule is about, in files: so that it is the same rule under another name, with other words for the same files. */
interface Reach {
  readonly rule: NamedRule;
  readonly from: ReadonlySet<FilePath>;
  /** Files, or the selector itself where it means packages. */
  readonly to: ReadonlySet<string>;
}

/**
 * Entries of `rules` that no entry of the head keeps. A forbidden dependency is judged import by import elsewhere; here
 * only its severity counts.
 */
export function namedRulesLost(pair: PolicyPair): readonly Loss[] {
  const reaches = memoized((policy: Policy) => policy.rules.map(rule => reachOf(rule, policy, pair.files)));
  return reaches(pair.base).flatMap((before): readonly Loss[] => {
    const { rule } = before;
    const severity = rule.severity ?? 'error';
    if (severity === 'off' || before.from.size === 0) return [];
    const isJudged = rule.type === 'forbidden' && rule.to !== undefined && !rule.calls;
    const isLost = (policy: Policy) => {
      const same = reaches(policy).filter(now => keeps(now, before));
      if (isJudged && same.length === 0) return false;
      return !same.some(now => !isWeaker(now.rule.severity ?? 'error', severity));
    };
    if (!isLost(pair.head)) return [];
    const index = pair.head.rules.findIndex(({ id }) => id === rule.id);
    const what = index < 0 ? `the rule ${rule.id} is gone` : `the rule ${rule.id} demands less`;
    const owner = rule.to === undefined ? undefined : pair.base.module(rule.to)?.owner;
    return [
      {
        route: isJudged ? 'severity' : 'policy',
        rule: ruleOf(rule),
        what,
        at: index < 0 ? [['rules']] : [['rules', index]],
        ...(owner !== undefined && { owner }),
        isIn: isLost,
      },
    ];
  });
}

/** The rule that reports violations of an entry. */
function ruleOf({ type, calls }: NamedRule): string {
  if (type === 'transitive') return 'arch/transitive-dependency';
  if (type === 'required') return 'arch/required-missing';
  return calls ? 'arch/forbidden-call' : 'arch/dependency-not-allowed';
}

function keeps(now: Reach, before: Reach): boolean {
  const [a, b] = [now.rule, before.rule];
  if (a.type !== b.type || (a.calls === undefined) !== (b.calls === undefined)) return false;
  if (b.calls && !b.calls.every(call => a.calls?.includes(call))) return false;
  if (a.kinds && !(b.kinds ?? allKinds).every(kind => a.kinds?.includes(kind))) return false;
  if (![...before.from].every(file => now.from.has(file))) return false;
  // Who must depend on something may not be content with something else instead.
  if (b.type === 'required') return [...now.to].every(file => before.to.has(file));
  return [...before.to].every(file => now.to.has(file));
}

const allKinds = ['eager', 'deferred', 'type', 'resource'] as const;

function reachOf(rule: NamedRule, policy: Policy, files: readonly FilePath[]): Reach {
  const side = (selector: string): Side => compileSide(policy, selector, compilePackagesOf(policy));
  const except = rule.exceptFrom.map(side);
  const filesOf = (one: Side) => files.filter(file => one.has(file, policy.moduleOf(file)));
  const from = filesOf(side(rule.from)).filter(file => !except.some(each => each.has(file, policy.moduleOf(file))));
  return { rule, from: new Set(from), to: new Set(targetsOf(rule, policy, filesOf, side)) };
}

function targetsOf(
  { to }: NamedRule,
  policy: Policy,
  filesOf: (side: Side) => readonly FilePath[],
  side: (selector: string) => Side,
): readonly string[] {
  if (to === undefined) return [];
  if (!to.startsWith('external:')) return filesOf(side(to));
  const name = to.slice('external:'.length);
  return policy.external.groups.get(name) ?? [name];
}

function memoized<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V & object>();
  return key => {
    const value = known.get(key) ?? (compute(key) as V & object);
    known.set(key, value);
    return value;
  };
}
