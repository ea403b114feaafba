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
 * The severity of a rule at a place: the last override that applies and names the rule, else `severity`, else the
 * section's own switch, else undefined.
 */
export function severityLookup(
  sections: Pick<
    Sections,
    'overrides' | 'severities' | 'coverage' | 'external' | 'laundering' | 'leakedTypes' | 'governance'
  >,
  moduleOf: (path: FilePath) => Module | undefined,
  byId: (id: string) => Module | undefined,
): Policy['severityOf'] {
  const switches = switchesOf(sections);
  const perRule = new Map<
    string,
    { overrides: (readonly [Override, PolicySeverity])[]; base: PolicySeverity | undefined }
  >();
  const compiled = (rule: string) => {
    const known = perRule.get(rule);
    if (known) return known;
    const overrides = sections.overrides.flatMap(override => {
      const severity = severityIn(override.severity, rule);
      return severity === undefined ? [] : [[override, severity] as const];
    });
    const made = { overrides: overrides.reverse(), base: severityIn(sections.severities, rule) ?? switches.get(rule) };
    perRule.set(rule, made);
    return made;
  };
  return (rule, path, context) => {
    const { overrides, base } = compiled(rule);
    for (const [override, severity] of overrides) {
      const module = override.modules ? moduleOf(path) : undefined;
      if (overrideApplies(override, path, context, module, byId)) return severity;
    }
    return base;
  };
}

function switchesOf(
  sections: Pick<Sections, 'coverage' | 'external' | 'laundering' | 'leakedTypes' | 'governance'>,
): SeverityMap {
  const { coverage, external, laundering, leakedTypes, governance } = sections;
  return new Map<string, PolicySeverity>([
    ['arch/unassigned-file', coverage.unassigned],
    ['arch/unresolved-import', coverage.unresolved],
    ['arch/unknown-target', coverage.unknownTarget],
    ['arch/vacuous-rule', coverage.vacuous],
    ['arch/stale-exception', coverage.staleException],
    ['arch/stale-baseline', coverage.staleBaseline],
    ['arch/unused-permission', coverage.unusedPermission],
    ['arch/undeclared-dependency', external.undeclared],
    ['arch/laundered-dependency', laundering],
    ...(leakedTypes ? [['arch/leaked-type', leakedTypes] as const] : []),
    ...(governance.widening ? [['arch/permission-widened', governance.widening.severity] as const] : []),
  ]);
}
