import type { FilePath } from '../../files/paths.js';
import type { Policy } from '../policy.js';
import { selectedWords } from './exempted-code.js';
import { isAboutFailures, isWeaker, type Loss } from './loss.js';
import type { PolicyPair } from './passages.js';

/** The switches of the section, handlers, tests that cover, model packs. */
export function failureSwitchesLost({ base, head, files }: PolicyPair): readonly Loss[] {
  const losses: Loss[] = [];
  const add = (key: string, what: string, isIn: Loss['isIn'], concerns: Loss['concerns'] = isAboutFailures): void => {
    if (isIn(head)) losses.push({ route: 'policy', what, at: [['failures', key], ['failures']], isIn, concerns });
  };
  const { openWorld, delegated, crashOnly } = base.failures;
  add(
    'openWorld',
    `failures that are not known well enough go from ${openWorld} to ${head.failures.openWorld}`,
    ({ failures }) => isWeaker(failures.openWorld, openWorld),
  );
  const runs = ['on', 'auto', 'off'];
  add(
    'delegated',
    `rules that linters have too go from ${delegated} to ${head.failures.delegated}`,
    ({ failures }) => runs.indexOf(failures.delegated) > runs.indexOf(delegated),
  );
  const crashing = [...head.failures.crashOnly].filter(each => !crashOnly.has(each));
  if (crashing.length > 0)
    add('crashOnly', `${crashing.join(', ')} may end the process at any boundary`, ({ failures }) =>
      crashing.every(each => failures.crashOnly.has(each)),
    );
  const handled = ({ failures }: Policy) => new Set(failures.errorHandlers.flatMap(each => [...each.handles]));
  const [known, taken] = [handled(base), [...handled(head)]];
  const caught = taken.filter(each => !known.has(each));
  if (caught.length > 0)
    add('errorHandlers', `a central handler is said to answer ${caught.join(', ')}, which may escape to it`, policy =>
      caught.every(each => handled(policy).has(each)),
    );
  const isCovered = ({ failures }: Policy, path: FilePath) =>
    failures.integrationTests.some(({ covers }) => covers.matches(path));
  const covered = files.filter(path => isCovered(head, path) && !isCovered(base, path));
  if (covered.length > 0)
    add(
      'integrationTests',
      `${selectedWords(covered.map(path => ({ path })))} ${covered.length === 1 ? 'counts' : 'count'} as covered by integration tests`,
      policy => covered.every(path => isCovered(policy, path)),
      (rule, path) => rule.startsWith('test/') || covered.includes(path),
    );
  const packs = ({ failures }: Policy) =>
    failures.models
      .map(({ glob }) => glob)
      .sort()
      .join(', ');
  if (packs(head) !== packs(base))
    add(
      'models',
      `other model packs say what calls do (${packs(head) || 'none'})`,
      policy => packs(policy) === packs(head),
    );
  return losses;
}
