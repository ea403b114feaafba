import { approverOf } from '../../policy/exceptions.js';
import type { PolicyPair } from '../../policy/permissions/passages.js';
import type { Legalised, Widening } from '../../policy/permissions/widening.js';
import type { Finding } from '../../rules/finding.js';
import { asLegalised, type LegalNow } from './legalised.js';

/** What became legal, each at the widening that made it so. */
export interface Attribution {
  /** The widenings given, and one more for each finding that none of them explains. */
  readonly all: readonly Widening[];
  readonly legalBy: ReadonlyMap<Widening, readonly Legalised[]>;
}

/** Finds for each finding that is legal now the widening behind it. */
export function attribute(widenings: readonly Widening[], legal: readonly LegalNow[], pair: PolicyPair): Attribution {
  const all = [...widenings];
  const legalBy = new Map<Widening, Legalised[]>();
  for (const each of legal) {
    let widening = all.find(candidate => explains(candidate, each, pair));
    // An entry or comment that moved accepts what it accepted before: only what is new has a widening.
    if (!widening && each.by) continue;
    if (!widening) {
      widening = unexplained(each.finding, pair);
      all.push(widening);
    }
    legalBy.set(widening, [...(legalBy.get(widening) ?? []), asLegalised(each.finding)]);
  }
  return { all, legalBy };
}

function explains(widening: Widening, { finding, by }: LegalNow, { base, head }: PolicyPair): boolean {
  const { route, rule } = widening;
  if (by && 'entry' in by) return route === 'baseline' && rule === finding.rule && isAbout(widening, finding);
  if (by?.suppression) return route === 'suppression' && widening.span === by.suppression.span;
  if (by?.exceptions) return widening.exception !== undefined && by.exceptions.includes(widening.exception);
  if (rule !== undefined) return rule === finding.rule && route !== 'baseline' && route !== 'suppression';
  if (widening.concerns) return widening.concerns(finding.rule, finding.path);
  if (route === 'sources') return widening.targets.includes(finding.path);
  if (route !== 'policy' || !finding.dependency) return false;
  const from = head.moduleOf(finding.path)?.id ?? base.moduleOf(finding.path)?.id ?? finding.path;
  const { to } = finding.dependency;
  const module = to.startsWith('external:') ? to : (head.moduleOf(to)?.id ?? base.moduleOf(to)?.id ?? to);
  return widening.from.includes(from) && widening.to.some(each => each === module || isAnyPackage(each, module));
}

/** A wildcard over packages opens all of them. */
function isAnyPackage(each: string, module: string): boolean {
  return each === 'external:(any other package)' && module.startsWith('external:');
}

function isAbout({ targets, from }: Widening, { dependency, path, module }: Finding): boolean {
  if (dependency) return targets.includes(dependency.to) || targets.includes(path);
  return from.includes(module ?? path) || targets.includes(path);
}

/** Something in the policy made it legal that no comparison of permissions shows. */
function unexplained(finding: Finding, { base, head }: PolicyPair): Widening {
  const owner = approverOf(finding, base) ?? approverOf(finding, head);
  const { rule, path, range, dependency } = finding;
  const target =
    dependency && !dependency.to.startsWith('external:') && dependency.to !== 'unknown' ? dependency.to : path;
  return {
    route: 'policy',
    path: head.path,
    span: { start: 0, end: 0 },
    what: `${rule} is no longer reported at ${path}:${range.start.line}`,
    from: [finding.module ?? path],
    to: dependency ? [dependency.toModule ?? dependency.to] : [],
    targets: [target],
    ...(owner !== undefined && { owner }),
    mark: { isRequested: text => text === head.text },
  };
}
