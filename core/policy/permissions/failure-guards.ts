import type { FunctionSelector } from '../failures/failure-policy.js';
import type { Policy } from '../policy.js';
import { boundariesLost } from './boundaries-lost.js';
import { hasAll, joined, type Selected, selectedWords } from './exempted-code.js';
import { failureSwitchesLost } from './failure-switches.js';
import { isAboutFailures, type Loss } from './loss.js';
import { meaningsLost } from './meanings-lost.js';
import type { PolicyPair } from './passages.js';

/** What the section `failures` of the head no longer demands of code, or accepts besides. */
export function failureGuardsLost(pair: PolicyPair): readonly Loss[] {
  return [
    ...boundariesLost(pair),
    ...exemptions(pair, 'bestEffort', 'counts as best effort: its failures may be dropped'),
    ...exemptions(pair, 'singleFlow', 'counts as never running beside itself'),
    ...criticalLost(pair),
    ...meaningsLost(pair),
    ...failureSwitchesLost(pair),
  ];
}

/** One loss for each owner of the code that joined. */
function exemptions(pair: PolicyPair, key: 'bestEffort' | 'singleFlow', words: string): readonly Loss[] {
  const { base, head, files } = pair;
  return byOwner(joined(base.failures[key], head.failures[key], files), pair).map(([owner, of]) => ({
    route: 'policy',
    what: `${selectedWords(of)} ${words}`,
    at: [['failures', key]],
    ...(owner !== undefined && { owner }),
    isIn: policy => hasAll(policy.failures[key], of),
    concerns: (rule, path) => isAboutFailures(rule) && of.some(each => each.path === path),
  }));
}

/** Code that decides about money, security or limits and no longer counts as such. */
function criticalLost(pair: PolicyPair): readonly Loss[] {
  const { base, head, files } = pair;
  return (['money', 'security', 'limit'] as const).flatMap(why => {
    const of = (policy: Policy): FunctionSelector => {
      const all = policy.failures.critical.filter(each => each.why === why);
      return {
        // Without names an entry is about whole files; with names about no file as a whole.
        words: all.flatMap(each => each.words),
        has: (path, names) =>
          all.some(each => (each.words.length === 0 ? each.covers(path) : names.length > 0 && each.has(path, names))),
      };
    };
    return byOwner(joined(of(head), of(base), files), pair).map(
      ([owner, lost]): Loss => ({
        route: 'policy',
        what: `${selectedWords(lost)} no longer counts as deciding about ${why === 'limit' ? 'limits' : why}`,
        at: [['failures', 'critical'], ['failures']],
        ...(owner !== undefined && { owner }),
        isIn: policy => !lost.some(each => hasAll(of(policy), [each])),
        concerns: (rule, path) => rule === 'failure/fabricated-default' && lost.some(each => each.path === path),
      }),
    );
  });
}

/** By the owner at the base: a change cannot name its own. */
function byOwner(
  all: readonly Selected[],
  { base, head }: PolicyPair,
): readonly (readonly [owner: string | undefined, of: readonly Selected[]])[] {
  const groups = new Map<string | undefined, Selected[]>();
  for (const each of all) {
    const owner = (base.moduleOf(each.path) ?? head.moduleOf(each.path))?.owner;
    groups.set(owner, [...(groups.get(owner) ?? []), each]);
  }
  return [...groups];
}
