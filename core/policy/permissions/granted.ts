import { compileGlobs, folderOrGlob } from '../../files/globs.js';
import type { FilePath } from '../../files/paths.js';
import { identityOf } from '../baseline/entry.js';
import { addedEntries, subjectOf } from '../baseline/growth.js';
import type { Moves } from '../baseline/moves.js';
import { parseBaseline } from '../baseline/parse.js';
import type { Subject } from '../baseline/subject.js';
import { type Baseline, type BaselineEntry, entryOf } from '../baseline.js';
import { plainValue, readDocument } from '../document.js';
import { approverOf } from '../exceptions.js';
import type { Exception, Policy } from '../policy.js';
import type { PolicyPair } from './passages.js';
import type { Widening } from './widening.js';

/** Exceptions in force that permit more, or longer, than any exception in force at the base did. */
export function newExceptions(pair: PolicyPair): readonly Widening[] {
  const { base, head } = pair;
  return head.exceptions
    .filter(exception => exception.approvedBy !== undefined)
    .filter(exception => !base.exceptions.some(before => covers(before, exception, pair)))
    .map(exception => {
      const { id, from, to, rule, approvedBy, expires, span } = exception;
      const known = base.exceptions.find(before => before.id === id);
      const longer =
        known?.approvedBy === undefined ? '' : `, not as before${known.expires ? ` (until ${known.expires})` : ''}`;
      const until = expires === undefined ? '' : ` until ${expires}`;
      const target = targetFile(to, pair);
      const owner = ownerOfTarget(exception, pair);
      return {
        route: 'exception' as const,
        path: head.path,
        span,
        rule,
        exception: id,
        what: `${id} permits ${rule} from ${from} to ${to}${until}${longer}`,
        from: [from],
        to: [to],
        targets: target === undefined ? [] : [target],
        ...(owner !== undefined && { owner }),
        ...(approvedBy !== undefined && { approvedBy }),
        mark: {
          isRequested: (text: string) => entriesOf(text).some(each => each.id === id),
          isApproved: (text: string) =>
            entriesOf(text).some(each => each.id === id && each.approvedBy === approvedBy && each.expires === expires),
        },
      };
    });
}

/** True when an exception in force at the base permits all that another one does, for as long. */
function covers(before: Exception, now: Exception, pair: PolicyPair): boolean {
  if (before.approvedBy === undefined) return false;
  if (!isWithinPlace(now.from, before.from, pair) || !isWithinPlace(now.to, before.to, pair)) return false;
  if (before.rule !== now.rule && !(before.rule.endsWith('/*') && now.rule.startsWith(before.rule.slice(0, -1))))
    return false;
  if (
    before.kinds &&
    !(now.kinds ?? ['eager', 'deferred', 'type', 'resource']).every(kind => before.kinds?.some(each => each === kind))
  )
    return false;
  if (before.symbols && !now.symbols?.every(symbol => before.symbols?.includes(symbol))) return false;
  return before.expires === undefined || (now.expires !== undefined && now.expires <= before.expires);
}

/** True when a place of the head policy means no file that a place of the base policy does not mean; packages by name. */
function isWithinPlace(now: string, before: string, { base, head, files }: PolicyPair): boolean {
  if (now.startsWith('external:') || before.startsWith('external:')) return now === before;
  const had = new Set(filesAt(before, base, files));
  const has = filesAt(now, head, files);
  return has.length === 0 ? now === before : has.every(file => had.has(file));
}

function filesAt(text: string, policy: Policy, files: readonly FilePath[]): readonly FilePath[] {
  if (policy.module(text)) return files.filter(file => policy.moduleOf(file)?.id === text);
  const places = compileGlobs(folderOrGlob(text));
  return files.filter(file => places.matches(file));
}

function ownerOfTarget({ from, to }: Exception, { base, head }: PolicyPair): string | undefined {
  const side = to.startsWith('external:') ? from : to;
  const at = (policy: Policy) => policy.module(side) ?? policy.moduleOf(side);
  return (at(base) ?? at(head))?.owner;
}

function targetFile(to: string, { head, files }: PolicyPair): FilePath | undefined {
  if (to.startsWith('external:')) return undefined;
  return head.module(to) ? files.find(file => head.moduleOf(file)?.id === to) : to;
}

/** Entries of the baseline that the base has not, nor anything else that accepted the same finding there. */
export function newEntries(
  baseline: Baseline | undefined,
  before: Baseline | undefined,
  acceptedBefore: readonly Subject[],
  pair: PolicyPair,
  moves: Moves,
): readonly Widening[] {
  if (!baseline) return [];
  const known: Baseline = {
    path: baseline.path,
    entries: [...(before?.entries ?? []), ...acceptedBefore.map(subject => entryOf(subject))],
  };
  return [...addedEntries(baseline, known, moves)].map(entry => wideningOf(entry, baseline.path, pair));
}

function wideningOf(entry: BaselineEntry, path: FilePath, { base, head }: PolicyPair): Widening {
  const subject = subjectOf(entry);
  const owner = approverOf(subject, base) ?? approverOf(subject, head);
  const { to, rule, approvedBy, members } = entry;
  const identity = identityOf(entry);
  const find = (text: string) =>
    parseBaseline(path, text).baseline?.entries.filter(each => identityOf(each) === identity) ?? [];
  const target = to !== undefined && !to.startsWith('external:') && to !== 'unknown' ? to : entry.path;
  return {
    route: 'baseline',
    path,
    span: entry.span,
    rule,
    what: members
      ? `the baseline accepts ${rule} between ${members.slice(0, 3).join(', ')}${members.length > 3 ? ', …' : ''}`
      : `the baseline accepts ${rule} in ${entry.path}${to === undefined ? '' : ` to ${to}`}`,
    from: [entry.module ?? entry.path],
    to: to === undefined ? [] : [head.moduleOf(to)?.id ?? to],
    targets: [target],
    ...(owner !== undefined && { owner }),
    ...(approvedBy !== undefined && { approvedBy }),
    mark: {
      isRequested: text => find(text).length > 0,
      ...(approvedBy !== undefined && {
        isApproved: (text: string) => find(text).some(each => each.approvedBy === approvedBy),
      }),
    },
  };
}

interface WrittenException {
  readonly id?: unknown;
  readonly approvedBy?: unknown;
  readonly expires?: unknown;
}

/** The exceptions of a policy text as written, whatever else is wrong with it. */
function entriesOf(text: string): readonly WrittenException[] {
  const { root } = readDocument('', text);
  const value = root && (plainValue(root) as { exceptions?: unknown } | null);
  const list = value && typeof value === 'object' ? value.exceptions : undefined;
  return Array.isArray(list) ? list.filter(each => typeof each === 'object' && each !== null) : [];
}
