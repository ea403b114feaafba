import type { FilePath } from '../../files/paths.js';
import type { FailureBoundary, FailureClassWord } from '../failures/failure-policy.js';
import type { Policy } from '../policy.js';
import { isWeaker, type Loss } from './loss.js';
import type { PolicyPair } from './passages.js';

/** One thing that a boundary demands, and whether another boundary demands no less of it. */
interface Demand {
  /** What is so where nobody demands it any more. */
  readonly without: string;
  isMetBy(boundary: FailureBoundary): boolean;
}

/**
 * What boundaries of the base demand of code that no boundary of the head demands of it, and what boundaries of the head
 * let become a default. File by file, so that splitting, joining and renaming boundaries plays no part.
 */
export function boundariesLost(pair: PolicyPair): readonly Loss[] {
  return [...demandsLost(pair), ...defaultsGained(pair)];
}

function demandsLost({ base, head, files }: PolicyPair): readonly Loss[] {
  return base.failures.boundaries.flatMap((before): readonly Loss[] => {
    const covered = files.filter(path => before.covers(path));
    const demands = demandsOf(before);
    const lostIn = (policy: Policy): readonly Demand[] =>
      demands.filter(demand => covered.some(path => !isDemanded(demand, before, path, policy)));
    const lost = lostIn(head);
    if (lost.length === 0) return [];
    const index = head.failures.boundaries.findIndex(({ id }) => id === before.id);
    const left = covered.filter(
      path => !head.failures.boundaries.some(now => now.covers(path) && reaches(now, before)),
    );
    return [
      {
        route: 'policy',
        what: whatOf(before.id, index >= 0, lost, left, covered),
        at: index < 0 ? [['failures', 'boundaries'], ['failures']] : [['failures', 'boundaries', index]],
        isIn: policy => {
          const still = lostIn(policy);
          return lost.every(each => still.includes(each));
        },
        concerns: (rule, path) => covered.includes(path) && /^(contract|failure|remote|error-value)\//.test(rule),
      },
    ];
  });
}

function whatOf(
  id: string,
  isThere: boolean,
  lost: readonly Demand[],
  left: readonly FilePath[],
  covered: readonly FilePath[],
): string {
  if (!isThere && left.length === covered.length) return `the failure boundary ${id} is gone`;
  if (left.length > 0) {
    const [first] = left;
    return `the failure boundary ${id} no longer holds for ${left.length === 1 ? first : `${left.length} files (${first}, …)`}`;
  }
  return `the failure boundary ${id} demands less: ${lost.map(({ without }) => without).join('; ')}`;
}

function isDemanded(demand: Demand, before: FailureBoundary, path: FilePath, { failures }: Policy): boolean {
  return failures.boundaries.some(now => now.covers(path) && reaches(now, before) && demand.isMetBy(now));
}

/** Whether a boundary is about all functions of a file that another is about. */
function reaches(now: FailureBoundary, before: FailureBoundary): boolean {
  if ((now.calls === undefined) !== (before.calls === undefined)) return false;
  if (before.calls && !before.calls.every(call => now.calls?.includes(call))) return false;
  if (now.argument !== undefined && now.argument !== before.argument) return false;
  return now.exports === undefined || before.exports?.every(name => now.exports?.includes(name)) === true;
}

function demandsOf(before: FailureBoundary): readonly Demand[] {
  const demands: Demand[] = [];
  const add = (without: string, isMetBy: Demand['isMetBy']): void => {
    demands.push({ without, isMetBy });
  };
  const { allow, mustDistinguish, requireDeclared, forbidsConflation, forbidsSwallowing, unwrapped, vocabulary } =
    before;
  if (allow) add(`more than ${listed(allow)} may escape`, now => now.allow !== undefined && isWithin(now.allow, allow));
  for (const [a, b] of mustDistinguish)
    add(`${a} and ${b} may look alike`, now =>
      now.mustDistinguish.some(([c, d]) => (a === c && b === d) || (a === d && b === c)),
    );
  if (requireDeclared) add('failures need not be declared', now => now.requireDeclared);
  if (forbidsConflation) add('failures of different classes may leave as one value', now => now.forbidsConflation);
  if (forbidsSwallowing === 'any') add('failures may be swallowed', now => now.forbidsSwallowing === 'any');
  else
    for (const each of forbidsSwallowing)
      add(`${each} may be swallowed`, now => now.forbidsSwallowing === 'any' || now.forbidsSwallowing.has(each));
  if (unwrapped !== 'off')
    add('errors of packages may cross it, or are reported less loudly', now => !isWeaker(now.unwrapped, unwrapped));
  if (vocabulary)
    add(
      'errors of more packages may be shown',
      now => now.vocabulary?.every(each => vocabulary.includes(each)) === true,
    );
  return demands;
}

function defaultsGained({ base, head, files }: PolicyPair): readonly Loss[] {
  return head.failures.boundaries.flatMap((now, index): readonly Loss[] => {
    const covered = files.filter(path => now.covers(path));
    const gainedIn = (failure: FailureClassWord): boolean =>
      covered.some(
        path =>
          !base.failures.boundaries.some(
            before => before.covers(path) && before.mayDefault.has(failure) && reaches(before, now),
          ),
      );
    const gained = [...now.mayDefault].filter(gainedIn);
    if (gained.length === 0) return [];
    return [
      {
        route: 'policy',
        what: `${gained.join(', ')} may become a default value at the failure boundary ${now.id}`,
        at: [
          ['failures', 'boundaries', index, 'mayDefault'],
          ['failures', 'boundaries', index],
        ],
        isIn: policy =>
          gained.every(failure =>
            policy.failures.boundaries.some(each => each.id === now.id && each.mayDefault.has(failure)),
          ),
        concerns: (rule, path) => covered.includes(path) && rule === 'failure/fabricated-default',
      },
    ];
  });
}

function isWithin<T>(inner: ReadonlySet<T>, outer: ReadonlySet<T>): boolean {
  return [...inner].every(each => outer.has(each));
}

function listed(classes: ReadonlySet<string>): string {
  return classes.size === 0 ? 'nothing' : [...classes].join(', ');
}
