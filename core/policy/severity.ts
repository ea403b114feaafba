import type { FilePath } from '../files/paths.js';
import type { Context } from '../graph/edge.js';
import type { Module, Override, Policy, PolicySeverity } from './policy.js';
import type { Sections } from './sections.js';
import { selectsFamily } from './selectors.js';
import { matchesWildcard } from './wildcard.js';

type SeverityMap = ReadonlyMap<string, PolicySeverity>;

/** What a map of rule ids and families says about a rule: its id first, else the longest pattern that matches. */
export function severityIn(map: SeverityMap, rule: string): PolicySeverity | undefined {
  const own = map.get(rule);
  if (own !== undefined) return own;
  let best: string | undefined;
  for (const pattern of map.keys()) {
    if (!pattern.includes('*') || !matchesWildcard(pattern, rule)) continue;
    if (best === undefined || pattern.length > best.length) best = pattern;
  }
  return best === undefined ? undefined : map.get(best);
}

/** True when an override applies to an import in a file; `mock` imports count as `test` where the override says `asImport`. */
export function overrideApplies(
  override: Override,
  path: FilePath,
  context: Context,
  module: Module | undefined,
  byId: (id: string) => Module | undefined,
): boolean {
  if (override.context !== undefined && override.context !== context) {
    if (!(override.context === 'test' && context === 'mock' && override.mockAsImport)) return false;
  }
  if (override.files && !override.files.matches(path)) return false;
  if (!override.modules) return true;
  return module !== undefined && override.modules.some(selector => selectsFamily(selector, module, byId));
}

/**
 * What a file that is the input of a test is not held to: such files import what does not exist, or do not parse, because
 * a test is about just that.
 */
const notAskedOfFixtures: ReadonlySet<string> = new Set([
  'arch/unresolved-import',
  'arch/missing-export',
  'arch/undeclared-dependency',
  'arch/test-in-production',
  'arch/unknown-target',
  'lintel/syntax-error',
]);

/**
 * The severity of a rule at a place: the last override that applies and names the rule; `off` where the rule asks nothing
 * of fixtures and the file is one; else `severity`, else the finding's own (that of the clause it breaks), else the
 * section's switch, else undefined. A switch is an upper bound: the finding's own severity counts where it is weaker.
 */
export function severityLookup(
  sections: Pick<Sections, 'overrides' | 'severities' | 'coverage' | 'laundering' | 'leakedTypes' | 'governance'>,
  isFixture: (path: FilePath) => boolean,
  moduleOf: (path: FilePath) => Module | undefined,
  byId: (id: string) => Module | undefined,
): Policy['severityOf'] {
  const switches = switchesOf(sections);
  const perRule = new Map<string, SeveritiesOfRule>();
  const compiled = (rule: string) => {
    const known = perRule.get(rule);
    if (known) return known;
    const overrides = sections.overrides.flatMap(override => {
      const severity = severityIn(override.severity, rule);
      return severity === undefined ? [] : [[override, severity] as const];
    });
    const made: SeveritiesOfRule = {
      overrides: overrides.reverse(),
      asksNothingOfFixtures: notAskedOfFixtures.has(rule),
      written: severityIn(sections.severities, rule),
      switched: switches.get(rule),
    };
    perRule.set(rule, made);
    return made;
  };
  return (rule, path, context, own) => {
    const { overrides, asksNothingOfFixtures, written, switched } = compiled(rule);
    for (const [override, severity] of overrides) {
      const module = override.modules ? moduleOf(path) : undefined;
      if (overrideApplies(override, path, context, module, byId)) return severity;
    }
    if (asksNothingOfFixtures && isFixture(path)) return 'off';
    return written ?? weaker(own, switched);
  };
}

interface SeveritiesOfRule {
  /** The last one written first. */
  readonly overrides: readonly (readonly [Override, PolicySeverity])[];
  readonly asksNothingOfFixtures: boolean;
  readonly written: PolicySeverity | undefined;
  readonly switched: PolicySeverity | undefined;
}

const strongestFirst: readonly PolicySeverity[] = ['error', 'warning', 'information', 'hint', 'off'];

function weaker(own: PolicySeverity | undefined, switched: PolicySeverity | undefined): PolicySeverity | undefined {
  if (own === undefined || switched === undefined) return own ?? switched;
  return strongestFirst.indexOf(own) > strongestFirst.indexOf(switched) ? own : switched;
}

/** Switches of rules that are one switch. Those of `external` are not: each clause carries its own. */
function switchesOf(sections: Pick<Sections, 'coverage' | 'laundering' | 'leakedTypes' | 'governance'>): SeverityMap {
  const { coverage, laundering, leakedTypes, governance } = sections;
  return new Map<string, PolicySeverity>([
    ['arch/unassigned-file', coverage.unassigned],
    ['arch/unresolved-import', coverage.unresolved],
    ['arch/unknown-target', coverage.unknownTarget],
    ['arch/vacuous-rule', coverage.vacuous],
    ['arch/stale-exception', coverage.staleException],
    ['arch/stale-baseline', coverage.staleBaseline],
    ['arch/unused-permission', coverage.unusedPermission],
    ['arch/laundered-dependency', laundering],
    ...(leakedTypes ? [['arch/leaked-type', leakedTypes] as const] : []),
    ...(governance.widening ? [['arch/permission-widened', governance.widening.severity] as const] : []),
  ]);
}
