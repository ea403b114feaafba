import { compareText, type FilePath } from '../files/paths.js';
import type { Exception } from '../policy/policy.js';
import { positionAt } from '../text/lines.js';
import { addedImports } from './audit/added-imports.js';
import { type Standing, standings } from './audit/standing.js';
import { type BehaviourDelta, behaviourDelta } from './behaviour/behaviour-changes.js';
import { inferredModules } from './initial-policy.js';
import type { PermissionDelta } from './permissions/permission-delta.js';
import { type Report, type ReportOptions, reportOn } from './report.js';
import { policyChanges } from './since.js';
import type { Snapshot } from './snapshot.js';

/** A dependency between modules that the change brings. */
export interface NewDependency {
  readonly from: string;
  readonly to: string;
  readonly path: FilePath;
  /** 1-based. */
  readonly line: number;
  readonly target: FilePath;
  readonly symbols: readonly string[];
  readonly kind: string;
  readonly context: string;
  /** The base had no dependency between the two modules at all. */
  readonly isNewPair: boolean;
  readonly standing: Standing;
}

/** What a change really changes. */
export interface Review {
  readonly permissions: PermissionDelta;
  /** New imports between modules, sorted; new pairs of modules first. */
  readonly dependencies: readonly NewDependency[];
  /** Where the modules come from: the policy, or inferred where it declares none. */
  readonly modules: 'declared' | 'inferred';
  /** Exceptions that the change asks for and nobody approved. */
  readonly requested: readonly Pick<Exception, 'id' | 'rule' | 'from' | 'to' | 'reason' | 'requestedBy'>[];
  /** What functions do besides their signatures. */
  readonly behaviour: BehaviourDelta;
  /** The findings of the review, with the coverage of the head. */
  readonly report: Report;
}

/** Reviews the change between two snapshots of one workspace. */
export async function reviewOf(
  base: Snapshot,
  head: Snapshot,
  delta: PermissionDelta,
  options: ReportOptions = {},
): Promise<Review> {
  const behaviour = behaviourDelta(base, head);
  const isDeclared = head.policy.declared && head.policy.modules.length > 0;
  const run = head.run();
  const unchecked = [
    ...(behaviour.status === 'not_checked'
      ? [{ what: 'behaviour under unchanged signatures', count: 1, why: behaviour.reason }]
      : []),
    ...(delta.status === 'not_checked'
      ? [{ what: 'permissions against the base revision', count: 1, why: delta.reason }]
      : []),
  ];
  const notChecked = [...run.coverage.notChecked, ...unchecked];
  const behaved = behaviour.status === 'checked' ? behaviour.findings : [];
  const findings = [...policyChanges(base, head, delta), ...behaved].sort(
    (a, b) =>
      compareText(a.path, b.path) ||
      a.span.start - b.span.start ||
      compareText(a.rule, b.rule) ||
      compareText(a.id, b.id),
  );
  return {
    permissions: delta,
    dependencies: head.policy.usable ? await newDependencies(base, head, isDeclared) : [],
    modules: isDeclared ? 'declared' : 'inferred',
    requested: requestedIn(base, head),
    behaviour,
    report: reportOn(
      {
        ...run,
        findings,
        coverage: { ...run.coverage, complete: run.coverage.complete && notChecked.length === 0, notChecked },
      },
      options,
    ),
  };
}

async function newDependencies(base: Snapshot, head: Snapshot, isDeclared: boolean): Promise<readonly NewDependency[]> {
  // Modules are not worth inferring where no file imports anything that it did not.
  const isQuiet = base.renamed.size === 0 && addedImports(base, head, path => path).length === 0;
  if (!isDeclared && isQuiet) return [];
  const policy = isDeclared ? head.policy : await inferredModules(head);
  const moduleOf = (path: FilePath) => policy.moduleOf(path)?.id;
  const pairs = new Set<string>();
  for (const path of base.graph.files) {
    for (const { target } of base.graph.edges(path)) {
      if (target.kind === 'file') pairs.add(`${moduleOf(path)}\0${moduleOf(target.path)}`);
    }
  }
  const standing = standings(head);
  return addedImports(base, head, moduleOf)
    .map(({ path, edge, target, from, to, symbols }) => {
      const span = head.graph.facts(path)?.imports[edge.import]?.span ?? { start: 0, end: 0 };
      return {
        from,
        to,
        path,
        line: positionAt(head.lineStarts(path), span.start).line,
        target,
        symbols,
        kind: edge.kind,
        context: edge.context,
        isNewPair: !pairs.has(`${from}\0${to}`),
        standing: standing(path, span.start, target),
      };
    })
    .sort(
      (a, b) =>
        Number(b.isNewPair) - Number(a.isNewPair) ||
        compareText(a.from, b.from) ||
        compareText(a.to, b.to) ||
        compareText(a.path, b.path) ||
        a.line - b.line,
    );
}

function requestedIn(base: Snapshot, head: Snapshot): Review['requested'] {
  const known = new Set(base.policy.exceptions.map(({ id }) => id));
  return head.policy.exceptions.filter(({ id, approvedBy }) => approvedBy === undefined && !known.has(id));
}
