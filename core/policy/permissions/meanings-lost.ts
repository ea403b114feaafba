import type { CallEffectWord } from '../failures/failure-policy.js';
import { isAboutFailures, type Loss } from './loss.js';
import type { PolicyPair } from './passages.js';

/** Error types and calls that are said to mean less harm than the base said. */
export function meaningsLost(pair: PolicyPair): readonly Loss[] {
  return [...classesLost(pair), ...effectsLost(pair)];
}

/** Error types that count as something else, or as nothing known; new ones only where that class may end the process. */
function classesLost({ base, head }: PolicyPair): readonly Loss[] {
  const { classes: before } = base.failures;
  const { classes: now, crashOnly } = head.failures;
  const told: Loss[] = [];
  const tell = (type: string, what: string, isIn: Loss['isIn']): void => {
    told.push({
      route: 'policy',
      what,
      at: [['failures', 'classes', type], ['failures']],
      isIn,
      concerns: isAboutFailures,
    });
  };
  for (const [type, was] of before) {
    const is = now.get(type);
    if (is === was) continue;
    const words = is === undefined ? `no longer counts as ${was}` : `counts as ${is}, no longer as ${was}`;
    tell(type, `${type} ${words}`, policy => policy.failures.classes.get(type) === is);
  }
  for (const [type, is] of now)
    if (!before.has(type) && crashOnly.has(is))
      tell(
        type,
        `${type} counts as ${is}, which may end the process at any boundary`,
        policy => policy.failures.classes.get(type) === is,
      );
  return told;
}

/** What a call does, from the most that can go wrong to the least. */
const gravest: readonly CallEffectWord[] = ['write-non-idempotent', 'write-idempotent', 'read', 'pure', 'report'];

/** Calls that are said to do less than the base said, or, where it said nothing, less than the worst. */
function effectsLost({ base, head }: PolicyPair): readonly Loss[] {
  const [before, now] = [new Map(base.failures.effects), new Map(head.failures.effects)];
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((call): readonly Loss[] => {
    const [was, is] = [before.get(call), now.get(call)];
    if (was === is || (was === undefined && is === gravest[0])) return [];
    // An entry that is gone leaves the call to the models, which may know nothing of it.
    const isLess = was === undefined || is === undefined || gravest.indexOf(is) > gravest.indexOf(was);
    if (!isLess) return [];
    return [
      {
        route: 'policy',
        what:
          is === undefined
            ? `nothing says any more that ${call} is ${was}`
            : `${call} counts as ${is}${was === undefined ? '' : `, no longer as ${was}`}`,
        at: [['failures', 'effects', call], ['failures', 'effects'], ['failures']],
        isIn: policy => new Map(policy.failures.effects).get(call) === is,
        concerns: isAboutFailures,
      },
    ];
  });
}
