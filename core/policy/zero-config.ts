import type { FilePath } from '../files/paths.js';
import { compileFailures } from './failures/compile.js';
import type { Policy, PolicyProblem } from './policy.js';
import { defaultFixtureGlobs, defaultTestGlobs } from './schema/sources.js';
import { defaultCycles, pathMatcher } from './sections.js';
import { severityLookup } from './severity.js';

/**
 * The policy of a workspace without `architecture.jsonc`: eager cycles of files, imports that resolve nowhere, undeclared
 * packages, test code in production. A development dependency in production code is only a warning: bundled applications
 * declare all they ship that way.
 */
export function zeroConfigPolicy(path: FilePath = 'architecture.jsonc'): Policy {
  const sections = {
    sources: { include: [], exclude: [], tests: defaultTestGlobs, fixtures: defaultFixtureGlobs, generated: [] },
    resolution: { tsconfig: 'nearest', generated: [] },
    layers: [],
    constraints: [],
    external: { groups: new Map(), deny: [], undeclared: 'error', devInProduction: 'warning' },
    rules: [],
    cycles: defaultCycles,
    laundering: 'off',
    leakedTypes: undefined,
    exceptions: [],
    coverage: {
      unassigned: 'off',
      unresolved: 'error',
      unknownTarget: 'warning',
      vacuous: 'error',
      staleException: 'error',
      staleBaseline: 'error',
      unusedPermission: 'off',
    },
    governance: {
      policyFiles: [path],
      widening: { severity: 'error', approvers: 'targetOwner' },
      inlineIgnores: 'allowed',
      newDependency: 'deny',
      hookOnFailure: 'allow',
      behaviour: 'tell',
    },
    overrides: [],
    environments: {},
    severities: new Map(),
    inactiveSections: [],
  } as const;
  const { severities: _severities, leakedTypes: _leakedTypes, ...rest } = sections;
  const module = () => undefined;
  const isFixture = pathMatcher(sections.sources.fixtures);
  return {
    ...rest,
    declared: false,
    usable: true,
    path,
    text: '',
    problems: [],
    modules: [],
    module,
    moduleOf: module,
    failures: compileFailures(undefined, undefined, { modules: [], module, moduleOf: module }),
    isTest: pathMatcher(sections.sources.tests),
    isFixture,
    severityOf: severityLookup(sections, isFixture, module, module),
  };
}

/** What stands in for a policy file that cannot be used: no run may rest on it. */
export function unusablePolicy(path: FilePath, text: string, problems: readonly PolicyProblem[]): Policy {
  return { ...zeroConfigPolicy(path), declared: true, usable: false, text, problems };
}
