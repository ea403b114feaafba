import { type JsonDocument, spanAt } from './document.js';
import { anyGlob, compileGlob, hasWildcard, normalised } from './globs.js';
import { spellOutKinds } from './kinds.js';
import { denyOf } from './modules.js';
import { resolveGroups } from './packages.js';
import type {
  Constraint,
  CoverageSettings,
  CycleRule,
  Exception,
  ExternalPolicy,
  Governance,
  LayerSet,
  NamedRule,
  Override,
  Policy,
  PolicySeverity,
} from './policy.js';
import { defaultFixtureGlobs, defaultTestGlobs } from './schema/sources.js';
import { inactiveSectionNames, type PolicyDocument } from './schema.js';

/** The parts of a policy that do not depend on which files exist. */
export type Sections = Pick<
  Policy,
  | 'sources'
  | 'resolution'
  | 'layers'
  | 'constraints'
  | 'external'
  | 'rules'
  | 'cycles'
  | 'laundering'
  | 'exceptions'
  | 'baseline'
  | 'coverage'
  | 'governance'
  | 'overrides'
  | 'environments'
  | 'inactiveSections'
> & { readonly severities: ReadonlyMap<string, PolicySeverity>; readonly leakedTypes: PolicySeverity | undefined };

/** The cycles reported where the policy says nothing: files that import one another when they are evaluated. */
export const defaultCycles: readonly CycleRule[] = [{ scope: 'file', kinds: ['eager'], severity: 'error' }];

/** Reads the sections with their defaults. */
export function sectionsOf(json: JsonDocument, document: PolicyDocument): Sections {
  const external = externalOf(json, document);
  const { conditionSets = {}, primary, tsconfig = 'nearest' } = document.resolution ?? {};
  const conditions = primary === undefined ? undefined : conditionSets[primary];
  const generated = folderGlobs(document.sources?.generated ?? []);
  return {
    sources: {
      include: folderGlobs(document.sources?.include ?? []),
      exclude: folderGlobs(document.sources?.exclude ?? []),
      tests: folderGlobs(document.sources?.tests ?? defaultTestGlobs),
      fixtures: folderGlobs(document.sources?.fixtures ?? defaultFixtureGlobs),
      generated,
    },
    resolution: { tsconfig, ...(conditions ? { conditions } : {}), generated },
    layers: layerSetsOf(document),
    constraints: constraintsOf(json, document),
    external,
    rules: rulesOf(json, document),
    cycles: cyclesOf(json, document),
    laundering: document.laundering,
    leakedTypes: document.leakedTypes,
    exceptions: exceptionsOf(json, document),
    ...(document.baseline
      ? {
          baseline: {
            file: normalised(document.baseline.file),
            ratchet: document.baseline.ratchet,
            strict: document.baseline.strict ?? [],
            span: spanAt(json, ['baseline']),
          },
        }
      : {}),
    coverage: coverageOf(document),
    governance: governanceOf(json, document),
    overrides: overridesOf(json, document, external),
    environments: defined(document.environments ?? {}),
    severities: new Map(Object.entries(document.severity ?? {})),
    inactiveSections: inactiveSectionNames.filter(name => document[name] !== undefined),
  };
}

/** Layer sets in the order they are written. */
export function layerSetsOf(document: PolicyDocument): readonly LayerSet[] {
  return Object.entries(document.layers ?? {}).map(([name, set]) => ({ name, ...set }));
}

/** External groups by name. */
export function groupsOf(document: PolicyDocument): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(document.external?.groups ?? {}));
}

/**
 * A folder is meant with all that lies below it. Spelled out for readers of these globs that know only `**`; a last
 * segment with a dot or wildcard names files.
 */
function folderGlobs(globs: readonly string[]): readonly string[] {
  return globs.flatMap(text => {
    const glob = text.endsWith('/**') ? text.replace(/^\.\//, '') : normalised(text);
    if (glob === '') return ['**'];
    return hasWildcard(glob.slice(glob.lastIndexOf('/') + 1)) || /\.[^/]*$/.test(glob) ? [glob] : [glob, `${glob}/**`];
  });
}

function externalOf(json: JsonDocument, document: PolicyDocument): ExternalPolicy {
  const groups = groupsOf(document);
  const { allow, deny = [], undeclared = 'error', devInProduction = 'error' } = document.external ?? {};
  return {
    groups,
    ...(allow ? { allow: resolveGroups(allow, groups) } : {}),
    deny: deny.map((entry, i) => denyOf(entry, ['external', 'deny', i], { json, groups })),
    undeclared,
    devInProduction,
  };
}

function constraintsOf(json: JsonDocument, document: PolicyDocument): readonly Constraint[] {
  return (document.constraints ?? []).map((constraint, i) => ({
    from: constraint.from,
    to: constraint.to,
    allow: constraint.allow,
    except: constraint.except ?? [],
    ...(constraint.because === undefined ? {} : { because: constraint.because }),
    span: spanAt(json, ['constraints', i]),
  }));
}

function rulesOf(json: JsonDocument, document: PolicyDocument): readonly NamedRule[] {
  return (document.rules ?? []).map(({ exceptFrom, kinds, ...rule }, i) => ({
    ...defined(rule),
    exceptFrom: exceptFrom ?? [],
    ...(kinds ? { kinds: spellOutKinds(kinds) } : {}),
    span: spanAt(json, ['rules', i]),
  }));
}

function cyclesOf(json: JsonDocument, document: PolicyDocument): readonly CycleRule[] {
  if (!document.cycles) return defaultCycles;
  return document.cycles.map(({ scope, kinds, severity }, i) => ({
    scope,
    kinds: spellOutKinds(kinds ?? ['eager', 'deferred', 'type']),
    severity,
    span: spanAt(json, ['cycles', i]),
  }));
}

function exceptionsOf(json: JsonDocument, document: PolicyDocument): readonly Exception[] {
  return (document.exceptions ?? []).map(({ kinds, ...exception }, i) => ({
    ...defined(exception),
    ...(kinds ? { kinds: spellOutKinds(kinds) } : {}),
    span: spanAt(json, ['exceptions', i]),
  }));
}

function coverageOf(document: PolicyDocument): CoverageSettings {
  const { unassigned, ...switches } = document.coverage ?? {};
  const hasModules = (document.modules ?? []).length > 0;
  return {
    unresolved: 'error',
    unknownTarget: 'warning',
    vacuous: 'error',
    staleException: 'error',
    staleBaseline: 'error',
    unusedPermission: 'warning',
    ...switches,
    unassigned: unassigned ?? (hasModules ? 'error' : 'off'),
  };
}

function governanceOf(json: JsonDocument, document: PolicyDocument): Governance {
  const { policyFiles, widening, ...rest } = document.governance ?? {};
  const baseline = document.baseline ? [normalised(document.baseline.file)] : [];
  return {
    policyFiles: policyFiles ?? [json.path, '**/architecture.module.jsonc', ...baseline],
    widening: widening ?? { severity: 'error', approvers: 'targetOwner' },
    inlineIgnores: 'allowed',
    newDependency: 'deny',
    hookOnFailure: 'allow',
    behaviour: 'tell',
    ...rest,
  };
}

function overridesOf(json: JsonDocument, document: PolicyDocument, external: ExternalPolicy): readonly Override[] {
  return (document.overrides ?? []).map(({ when, severity, allow, external: more }, i) => {
    const globs = when.files === undefined ? undefined : [when.files].flat();
    const matches = globs && anyGlob(globs);
    return {
      ...(globs && matches ? { files: { globs, matches } } : {}),
      ...(when.modules === undefined ? {} : { modules: [when.modules].flat() }),
      ...(when.context === undefined ? {} : { context: when.context }),
      severity: new Map(Object.entries(severity ?? {})),
      ...(allow?.deepImport === undefined ? {} : { allowDeepImport: allow.deepImport }),
      ...(allow?.dependsOn === undefined ? {} : { allowDependsOn: allow.dependsOn }),
      mockAsImport: allow?.mock === 'asImport',
      ...(more?.allow ? { externalAllow: resolveGroups(more.allow, external.groups) } : {}),
      span: spanAt(json, ['overrides', i]),
    };
  });
}

/** A matcher for `sources.tests` and the like that remembers its answers. */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  const compiled = globs.map(compileGlob);
  const memo = new Map<string, boolean>();
  return path => {
    const known = memo.get(path);
    if (known !== undefined) return known;
    const answer = compiled.some(glob => glob.matches(path));
    memo.set(path, answer);
    return answer;
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
