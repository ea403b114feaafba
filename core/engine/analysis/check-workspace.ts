import type { OriginResolver } from '../../graph/origins.js';
import type { Draft } from '../../rules/finding.js';
import { rules } from '../../rules/index.js';
import type { WorkspaceContext, WorkspaceRule } from '../../rules/rule.js';
import type { PathNumbers } from './numbering.js';
import { ReadLog } from './read-log.js';
import type { WorkspaceCheck } from './state.js';

/** In which respects the state differs from the one before: rules that read none of it are not run again. */
export interface Changed {
  readonly policy: boolean;
  readonly projects: boolean;
  readonly today: boolean;
  /** Some edge, or the set of files. */
  readonly graph: boolean;
  /** The counts of used permissions. */
  readonly permissions: boolean;
  /** Files with another surface, and files with other facts or edges, by number. */
  readonly surfaces: ReadonlySet<number>;
  readonly whole: ReadonlySet<number>;
}

/** Runs the workspace rules that the change concerns and keeps the answers of the others. */
export function checkWorkspace(
  before: ReadonlyMap<string, WorkspaceCheck>,
  context: Omit<WorkspaceContext, 'report'>,
  shared: { readonly numbers: PathNumbers; readonly origins: OriginResolver },
  changed: Changed,
): ReadonlyMap<string, WorkspaceCheck> {
  const next = new Map<string, WorkspaceCheck>();
  for (const rule of rules) {
    if (rule.scope !== 'workspace' || !(rule.zeroConfig || context.policy.declared)) continue;
    const old = before.get(rule.id);
    next.set(rule.id, old && !concerns(rule, old, changed) ? old : run(rule, context, shared));
  }
  return next;
}

function run(
  rule: WorkspaceRule,
  context: Omit<WorkspaceContext, 'report'>,
  { numbers, origins }: { readonly numbers: PathNumbers; readonly origins: OriginResolver },
): WorkspaceCheck {
  const log = new ReadLog(numbers);
  const drafts: Draft[] = [];
  rule.check({
    ...context,
    graph: log.track(context.graph, origins),
    report: draft => drafts.push({ ...draft, rule: rule.id }),
  });
  return { drafts, ...log.reads };
}

function concerns(rule: WorkspaceRule, old: WorkspaceCheck, changed: Changed): boolean {
  return (
    changed.policy ||
    changed.today ||
    (changed.projects && rule.reads.includes('projects')) ||
    (changed.graph && rule.reads.includes('graph')) ||
    (changed.permissions && rule.reads.includes('imports')) ||
    old.surfaces.some(number => changed.surfaces.has(number)) ||
    old.whole.some(number => changed.whole.has(number))
  );
}
