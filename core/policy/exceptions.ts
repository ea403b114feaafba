import { compileGlobs, folderOrGlob } from '../files/globs.js';
import type { FilePath } from '../files/paths.js';
import { brokenRules, type Subject } from './baseline/subject.js';
import type { Exception, Policy, PolicyProblem } from './policy.js';

/** Why an exception that speaks of a finding does not cover it. */
export type Standing = 'approved' | 'proposed' | 'acknowledged' | 'wrong-approver' | 'expired';

/** The exceptions' answer to one finding. */
export interface ExceptionVerdict {
  /** True when approved, unexpired exceptions cover every rule it breaks. */
  readonly covered: boolean;
  /** Ids of the exceptions that speak of it, whatever their standing: these are not stale. */
  readonly spoken: readonly string[];
  /** For findings that stay: a sentence for the message. */
  readonly note?: string;
  /** For findings that stay: what `data.exception` shows. */
  readonly exception?: { readonly id: string; readonly standing: Standing };
}

/** The exceptions of a policy, their selectors compiled once. */
export interface Exceptions {
  /** What they say about a finding; undefined: nothing. Only dependencies can be excepted. */
  about(finding: Subject, today: string): ExceptionVerdict | undefined;
  /** `arch/expired-exception` and `arch/stale-exception`, given the ids that spoke of a finding in this run. */
  problems(spoken: ReadonlySet<string>, today: string): readonly PolicyProblem[];
}

type Part = Pick<Policy, 'exceptions' | 'path' | 'external' | 'module' | 'moduleOf'>;

interface Compiled {
  readonly exception: Exception;
  speaksOf(finding: Subject): boolean;
  coversRule(rule: string): boolean;
}

/**
 * Compiles `exceptions[]`. An exception names one rule, or a family (`arch/*`); a finding that breaks several rules is
 * covered when exceptions cover each of them. Its names and kinds must hold all that travel. Only the owner of the target
 * module can approve one (of the importing module where the target is a package); where no owner is declared any
 * approver counts. An exception is valid through the day of `expires`.
 */
export function compileExceptions(policy: Part): Exceptions {
  const compiled = policy.exceptions.map(exception => compile(exception, policy));
  return {
    about(finding, today) {
      if (!finding.dependency) return undefined;
      const speaking = compiled.filter(candidate => candidate.speaksOf(finding));
      if (speaking.length === 0) return undefined;
      return verdictOn(finding, speaking, policy, today);
    },
    problems(spoken, today) {
      return policy.exceptions.flatMap(exception => {
        const at = { path: policy.path, span: exception.span, data: { exception: exception.id } };
        if (isExpired(exception, today)) {
          const message = `${exception.id} expired on ${exception.expires} and covers nothing any more. Remove the dependency and the exception, or have ${exception.approvedBy ?? 'the owner of the target'} approve a new date.`;
          return [{ rule: 'arch/expired-exception', ...at, message }];
        }
        if (spoken.has(exception.id)) return [];
        const message = `${exception.id} covers nothing: no dependency from ${exception.from} to ${exception.to} breaks ${exception.rule}. Remove it.`;
        return [{ rule: 'arch/stale-exception', ...at, message }];
      });
    },
  };
}

function compile(exception: Exception, policy: Part): Compiled {
  const from = placeMatcher(exception.from, policy);
  const to = targetMatcher(exception.to, policy);
  const coversRule = ruleMatcher(exception.rule);
  return {
    exception,
    coversRule,
    speaksOf(finding) {
      const { dependency } = finding;
      if (!dependency || !brokenRules(finding).some(coversRule)) return false;
      const { kinds, symbols } = exception;
      if (kinds && !kinds.some(kind => kind === dependency.kind)) return false;
      if (symbols && !dependency.symbols.every(symbol => symbols.includes(symbol))) return false;
      // Naming symbols speaks of these alone: an import for its side effects carries none of them.
      if (symbols && dependency.symbols.length === 0) return false;
      return from(finding.path, finding.module) && to(dependency.to, dependency.toModule);
    },
  };
}

function verdictOn(finding: Subject, speaking: readonly Compiled[], policy: Part, today: string): ExceptionVerdict {
  const standings = speaking.map(({ exception }) => standingOf(exception, finding, policy, today));
  const valid = speaking.filter((_, i) => standings[i]?.standing === 'approved');
  const spoken = speaking.map(({ exception }) => exception.id);
  const missing = brokenRules(finding).filter(rule => !valid.some(candidate => candidate.coversRule(rule)));
  if (missing.length === 0) return { covered: true, spoken };
  const blocked = standings.findIndex(({ standing }) => standing !== 'approved');
  const shown = Math.max(blocked, 0);
  const { id } = speaking[shown]!.exception;
  const { standing, note } = standings[shown]!;
  return {
    covered: false,
    spoken,
    note: blocked < 0 ? `${id} does not cover ${missing.join(' and ')}, which it breaks too.` : note,
    exception: { id, standing },
  };
}

function standingOf(
  exception: Exception,
  finding: Subject,
  policy: Part,
  today: string,
): { readonly standing: Standing; readonly note: string } {
  const { id, requestedBy, acknowledgedBy, approvedBy } = exception;
  if (isExpired(exception, today)) return { standing: 'expired', note: `${id} expired on ${exception.expires}.` };
  const owner = approverOf(finding, policy);
  if (approvedBy === undefined) {
    const by = requestedBy === undefined ? '' : ` by ${requestedBy}`;
    const who = owner === undefined ? '' : `; ${owner} has to approve it`;
    return acknowledgedBy === undefined
      ? { standing: 'proposed', note: `Proposed as ${id}${by}, not approved${who}.` }
      : {
          standing: 'acknowledged',
          note: `Proposed as ${id}${by}, acknowledged by ${acknowledgedBy}, not approved${who}.`,
        };
  }
  if (owner !== undefined && owner !== approvedBy) {
    return {
      standing: 'wrong-approver',
      note: `${id} was approved by ${approvedBy}, but the target belongs to ${owner}, who has to approve it.`,
    };
  }
  return { standing: 'approved', note: '' };
}

/** Who may approve a violation: the owner of the target's module, for packages the owner of the importing module. */
export function approverOf(finding: Subject, policy: Pick<Policy, 'module' | 'moduleOf'>): string | undefined {
  const target = finding.dependency;
  if (target?.toModule !== undefined) return policy.module(target.toModule)?.owner;
  if (target && target.to !== 'unknown' && !target.to.startsWith('external:')) return policy.moduleOf(target.to)?.owner;
  return policy.moduleOf(finding.path)?.owner;
}

function isExpired(exception: Exception, today: string): boolean {
  return exception.expires !== undefined && exception.expires < today;
}

function ruleMatcher(rule: string): (broken: string) => boolean {
  if (!rule.endsWith('/*')) return broken => broken === rule;
  const family = rule.slice(0, -1);
  return broken => broken.startsWith(family);
}

/** A module id, else a glob, else a file or folder. A module id means the files of that module, not of nested ones. */
function placeMatcher(text: string, policy: Part): (path: FilePath, module: string | undefined) => boolean {
  if (policy.module(text)) return (path, module) => (module ?? policy.moduleOf(path)?.id) === text;
  const places = compileGlobs(folderOrGlob(text));
  return path => places.matches(path);
}

/** As `placeMatcher`; `external:` takes a package, a pattern of packages, or a group of the policy. */
function targetMatcher(text: string, policy: Part): (to: string, module: string | undefined) => boolean {
  if (!text.startsWith('external:')) {
    const inside = placeMatcher(text, policy);
    return (to, module) => !to.startsWith('external:') && to !== 'unknown' && inside(to, module);
  }
  const name = text.slice('external:'.length);
  const patterns = policy.external.groups.get(name) ?? [name];
  const packages = compileGlobs(patterns.flatMap(folderOrGlob));
  return to => to.startsWith('external:') && packages.matches(to.slice('external:'.length));
}
