import { type JsonDocument, keySpanAt, type Location, spanAt } from '../document.js';
import { anyGlob } from '../globs.js';
import type { PathMatcher } from '../policy.js';
import type { PolicyDocument } from '../schema.js';
import type { FailureBoundary, FailureClassWord, FailurePolicy } from './failure-policy.js';
import { fileSelector, functionSelector, type ModuleNames } from './function-selector.js';

type Section = NonNullable<PolicyDocument['failures']>;

/** Compiles the section `failures`; every selector once. */
export function compileFailures(
  section: Section | undefined,
  json: JsonDocument | undefined,
  around: ModuleNames,
): FailurePolicy {
  const at = (...location: Location) => (json ? spanAt(json, ['failures', ...location]) : { start: 0, end: 0 });
  const keyAt = (...location: Location) => (json ? keySpanAt(json, ['failures', ...location]) : { start: 0, end: 0 });
  const {
    classes = {},
    boundaries = [],
    effects = {},
    models = [],
    bestEffort = [],
    critical = [],
    singleFlow = [],
    errorHandlers = [],
    integrationTests = [],
    vocabulary = {},
    delegated = 'auto',
    openWorld = 'off',
    crashOnly = ['bug'],
  } = section ?? {};
  const modelGlobs = [models].flat();
  return {
    classes: new Map(Object.entries(classes)),
    boundaries: boundaries.map((each, i) => boundaryOf(each, vocabulary[each.id], at('boundaries', i), around)),
    effects: Object.entries(effects),
    models: modelGlobs.map((glob, i) => ({ glob, span: at('models', ...(typeof models === 'string' ? [] : [i])) })),
    bestEffort: functionSelector(bestEffort, around),
    critical: critical.map(({ files, modules, exports, why }) => {
      const covers = fileSelector(files, modules, around);
      const exported = exports && functionSelector(exports, around);
      return {
        why,
        words: exports ?? [],
        covers,
        has: (path, names) => covers(path) && (exported?.has(path, names) ?? true),
      };
    }),
    singleFlow: functionSelector(singleFlow, around),
    errorHandlers: errorHandlers.map(({ calls, handles }) => ({ calls, handles: new Set(handles) })),
    integrationTests: integrationTests.map(({ files, covers }) => ({
      files: matcherOf(files),
      covers: matcherOf(covers),
    })),
    delegated,
    openWorld,
    crashOnly: new Set(crashOnly),
    callPatterns: [
      ...boundaries.flatMap(({ match }, i) =>
        (match.calls ?? []).map((pattern, c) => ({ pattern, span: at('boundaries', i, 'match', 'calls', c) })),
      ),
      ...errorHandlers.flatMap(({ calls }, i) =>
        calls.map((pattern, c) => ({ pattern, span: at('errorHandlers', i, 'calls', c) })),
      ),
      ...Object.keys(effects).map(pattern => ({ pattern, span: keyAt('effects', pattern) })),
    ],
    errorTypes: Object.keys(classes).map(key => ({ type: errorTypeOf(key), span: keyAt('classes', key) })),
  };
}

/** `PrismaError[code=P2025]` → `PrismaError`. */
export function errorTypeOf(key: string): string {
  const bracket = key.indexOf('[');
  return bracket < 0 ? key : key.slice(0, bracket);
}

function boundaryOf(
  boundary: NonNullable<Section['boundaries']>[number],
  vocabulary: readonly string[] | undefined,
  span: FailureBoundary['span'],
  around: ModuleNames,
): FailureBoundary {
  const { match, forbid = [] } = boundary;
  return {
    id: boundary.id,
    calls: match.calls,
    argument: match.argument,
    exports: match.exports,
    covers: fileSelector(match.files, match.modules, around),
    allow: boundary.allow && new Set(boundary.allow),
    mustDistinguish: boundary.mustDistinguish ?? [],
    requireDeclared: boundary.requireDeclared ?? false,
    forbidsConflation: forbid.includes('conflation'),
    forbidsSwallowing: forbid.includes('swallow')
      ? 'any'
      : new Set(forbid.flatMap(word => (word.startsWith('swallow:') ? [word.slice(8) as FailureClassWord] : []))),
    unwrapped: boundary.unwrapped ?? 'off',
    mayDefault: new Set(boundary.mayDefault ?? []),
    vocabulary,
    span,
  };
}

function matcherOf(globs: string | readonly string[]): PathMatcher {
  const list = [globs].flat();
  return { globs: list, matches: anyGlob(list) };
}
