import type { FilePath } from '../files/paths.js';
import { type Assignment, assignmentOf } from './assignment.js';
import { spanAt } from './document.js';
import {
  copyExpansion,
  countFiles,
  type ExpandedModule,
  type Expansion,
  expandedModules,
  startExpansion,
} from './expand.js';
import { compileFailures } from './failures/compile.js';
import { type LoadedPolicy, sortProblems } from './load.js';
import { buildModules } from './modules.js';
import { narrowModules } from './narrow.js';
import { suggestion } from './nearest.js';
import type { Module, Policy, PolicyProblem } from './policy.js';
import { checkExposedNames, checkNarrowing, checkReferences, checkRuleIds } from './references.js';
import type { PolicyDocument } from './schema.js';
import { pathMatcher, type Sections, sectionsOf } from './sections.js';
import { severityLookup } from './severity.js';
import { difference, hasFile, inOrder } from './sorted-files.js';
import type { References } from './vacuous.js';
import { unusablePolicy } from './zero-config.js';

/** What a policy is held against besides the list of source files. */
export interface BindFacts {
  /** Ids of all rules; without them the ids in the policy are not checked. */
  readonly knownRules?: readonly string[];
  /** True for a path that exists without being an analysed source (a resource, a tsconfig, an excluded file). */
  resourceExists?(path: FilePath): boolean;
  /** What a source file exports; `complete: false` where that is not fully known. */
  exportNames?(path: FilePath): { readonly names: readonly string[]; readonly complete: boolean } | undefined;
}

/** What a bound policy remembers so that the next binding costs only what changed. */
interface BoundState {
  readonly loaded: LoadedPolicy;
  readonly document: PolicyDocument;
  readonly sections: Sections;
  readonly files: readonly FilePath[];
  readonly expansion: Expansion;
  readonly shape: Shape;
  /** By pair of modules: a file that both claim equally. */
  readonly conflicts: ReadonlyMap<string, Conflict>;
  readonly checked?: Checked;
}

/** The outcome of holding the references against the files, and what it rests on. */
interface Checked {
  readonly problems: readonly PolicyProblem[];
  readonly witnesses: ReadonlySet<FilePath>;
  readonly knownRules: readonly string[] | undefined;
  /** False when answers about other files or exports went in, which may change without notice. */
  readonly restsOnSourcesAlone: boolean;
}

/** The modules as long as the captures stand for the same. */
interface Shape {
  readonly expanded: readonly ExpandedModule[];
  readonly modules: readonly Module[];
  /** The same before `architecture.module.jsonc` files: what the words of `architecture.jsonc` mean. */
  readonly declared: readonly Module[];
  readonly byId: ReadonlyMap<string, Module>;
  readonly assignment: Assignment;
  readonly problems: readonly PolicyProblem[];
  readonly isTest: (path: FilePath) => boolean;
  readonly isFixture: (path: FilePath) => boolean;
}

interface Conflict {
  readonly first: number;
  readonly second: number;
  readonly file: FilePath;
}

const states = new WeakMap<Policy, BoundState>();

/**
 * The effective policy over the files that exist. `files` are the analysed source files; sorted input saves a sort. Given
 * the `previous` policy of the same `loaded`, the work is proportional to what came and went, and the same object is
 * answered when nothing changed for the policy.
 */
export function bindPolicy(
  loaded: LoadedPolicy,
  files: readonly FilePath[],
  more: BindFacts = {},
  previous?: Policy,
): Policy {
  const { document } = loaded;
  if (!document) return unusablePolicy(loaded.json.path, loaded.json.text, loaded.problems);
  const before = previous && states.get(previous);
  const advanced = before?.loaded === loaded ? advance(before, files, more) : undefined;
  const bound = advanced ?? start(loaded, document, inOrder(files), sectionsOf(loaded.json, document));
  const checked = bound.checked ?? check(bound, more);
  const state = { ...bound, checked };
  const { problems } = checked;
  if (previous && before?.shape === state.shape && sameProblems(previous.problems, problems)) {
    states.set(previous, state);
    return previous;
  }
  const policy = policyOf(state, problems);
  states.set(policy, state);
  return policy;
}

/** The source files a policy was last bound to, sorted; none for one that was not bound. */
export function boundFiles(policy: Policy): readonly FilePath[] {
  return states.get(policy)?.files ?? [];
}

/**
 * `arch/vacuous-rule` for exposed names (`spi.ts#Clock`) that their file does not export. Apart from `bindPolicy` because
 * exports are known only once the graph is linked, which needs the policy.
 */
export function exposedNameProblems(
  policy: Policy,
  exportNames: NonNullable<BindFacts['exportNames']>,
): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  checkExposedNames(policy.modules, boundFiles(policy), exportNames, (module, name, span, known) => {
    problems.push({
      rule: 'arch/vacuous-rule',
      path: policy.path,
      span,
      message: `"${name}" of module "${module.id}" is exposed and not exported by its file.${suggestion(name, known)}`,
    });
  });
  return sortProblems(problems);
}

function start(
  loaded: LoadedPolicy,
  document: PolicyDocument,
  files: readonly FilePath[],
  sections: Sections,
): BoundState {
  const expansion = startExpansion(document.modules ?? []);
  countFiles(expansion, files, 1);
  const shape = shapeOf(loaded, document, sections, expansion, {
    isTest: pathMatcher(sections.sources.tests),
    isFixture: pathMatcher(sections.sources.fixtures),
  });
  const conflicts = addConflicts(new Map(), shape, files);
  return { loaded, document, sections, files, expansion, shape, conflicts };
}

/** The state after files came and went; `undefined` where the list is not sorted. */
function advance(before: BoundState, files: readonly FilePath[], more: BindFacts): BoundState | undefined {
  const changes = difference(before.files, files);
  if (!changes) return undefined;
  const { added, removed } = changes;
  const { checked, ...rest } = before;
  const stands = checked && stillHolds(checked, added, removed, more);
  const state: BoundState = stands ? before : rest;
  if (added.length === 0 && removed.length === 0) return { ...state, files };
  const { loaded, document, sections } = state;
  // The state before may serve other successors: proposed edits of which only one becomes true.
  const expansion = copyExpansion(state.expansion);
  const grown = countFiles(expansion, added, 1);
  const shrunk = countFiles(expansion, removed, -1);
  if (grown || shrunk) {
    const shape = shapeOf(loaded, document, sections, expansion, state.shape);
    return { ...rest, files, expansion, shape, conflicts: addConflicts(new Map(), shape, files) };
  }
  const witnessGone = [...state.conflicts.values()].some(({ file }) => !hasFile(files, file));
  const conflicts = witnessGone
    ? addConflicts(new Map(), state.shape, files)
    : addConflicts(state.conflicts, state.shape, added);
  const same = conflicts.size === state.conflicts.size && !witnessGone;
  return { ...(same ? state : rest), files, expansion, conflicts };
}

/** New files make nothing vacuous; files that went do only where they were all that a selector matched. */
function stillHolds(
  { problems, witnesses, knownRules, restsOnSourcesAlone }: Checked,
  added: readonly FilePath[],
  removed: readonly FilePath[],
  more: BindFacts,
): boolean {
  if (!restsOnSourcesAlone || more.exportNames || more.knownRules !== knownRules) return false;
  return (problems.length === 0 || added.length === 0) && !removed.some(path => witnesses.has(path));
}

function shapeOf(
  loaded: LoadedPolicy,
  document: PolicyDocument,
  sections: Sections,
  expansion: Expansion,
  { isTest, isFixture }: Pick<Shape, 'isTest' | 'isFixture'>,
): Shape {
  const expanded = expandedModules(expansion);
  const around = { json: loaded.json, layers: sections.layers, groups: sections.external.groups };
  const built = buildModules(expanded, around);
  const { allow } = sections.external;
  const narrowed = narrowModules(built.modules, loaded.narrowings, {
    ...around,
    ...(allow ? { globalAllow: allow } : {}),
  });
  const byId = new Map<string, Module>();
  const problems = [...narrowed.problems];
  narrowed.modules.forEach((module, i) => {
    const known = byId.get(module.id);
    if (!known) {
      byId.set(module.id, module);
      return;
    }
    const at = spanAt(loaded.json, ['modules', expanded[i]?.entry ?? 0, 'id']);
    const message = `"${document.modules?.[expanded[i]?.entry ?? 0]?.id}" expands to "${module.id}", which another entry declares too. Rename one of them.`;
    problems.push({ rule: 'config/conflict', path: loaded.json.path, span: at, message, data: { name: module.id } });
  });
  return {
    expanded,
    modules: narrowed.modules,
    declared: built.modules,
    byId,
    assignment: assignmentOf(built.claims),
    problems,
    isTest,
    isFixture,
  };
}

/** The conflicts known plus those that the given files show. */
function addConflicts(
  known: ReadonlyMap<string, Conflict>,
  { assignment }: Shape,
  files: readonly FilePath[],
): ReadonlyMap<string, Conflict> {
  const conflicts = new Map(known);
  for (const file of files) {
    const rival = assignment.rivalOf(file);
    if (rival === undefined) continue;
    const winner = assignment.of(file) ?? rival;
    const [first, second] = winner < rival ? [winner, rival] : [rival, winner];
    const key = `${first}|${second}`;
    if (!conflicts.has(key)) conflicts.set(key, { first, second, file });
  }
  return conflicts;
}

function check(state: BoundState, more: BindFacts): Checked {
  const { loaded, document, sections, files, shape } = state;
  const problems = [...shape.problems];
  for (const { first, second, file } of state.conflicts.values()) {
    const entry = shape.expanded[second]?.entry ?? 0;
    const [one, other] = [shape.modules[first]?.id, shape.modules[second]?.id];
    const message = `Modules "${one}" and "${other}" claim ${file} with equally specific paths, and neither wins over the other. Make one path more specific.`;
    const span = spanAt(loaded.json, ['modules', entry, 'path']);
    problems.push({
      rule: 'config/conflict',
      path: loaded.json.path,
      span,
      message,
      data: { modules: [one, other], file },
    });
  }
  const witnesses = new Set<FilePath>();
  let askedOthers = more.exportNames !== undefined;
  const refs: References = {
    json: loaded.json,
    files,
    modules: shape.modules,
    byId: shape.byId,
    tags: new Set(shape.modules.flatMap(module => module.tags)),
    groups: new Set(sections.external.groups.keys()),
    witnesses,
    exists(path) {
      askedOthers = true;
      return hasFile(files, path) || more.resourceExists?.(path) === true;
    },
    report: problem => problems.push(problem),
  };
  checkReferences(refs, document, shape.expanded, shape.declared, sections.layers);
  for (const narrowing of loaded.narrowings) checkNarrowing({ ...refs, json: narrowing.json }, narrowing.document);
  if (more.knownRules) checkRuleIds(refs, document, more.knownRules);
  if (more.exportNames) {
    checkExposedNames(shape.modules, files, more.exportNames, (module, name, span, names) => {
      const message = `"${name}" of module "${module.id}" is exposed and not exported by its file.${suggestion(name, names)}`;
      problems.push({ rule: 'arch/vacuous-rule', path: loaded.json.path, span, message });
    });
  }
  const { knownRules } = more;
  return { problems: sortProblems(problems), witnesses, knownRules, restsOnSourcesAlone: !askedOthers };
}

function policyOf(state: BoundState, problems: readonly PolicyProblem[]): Policy {
  const { loaded, sections, shape } = state;
  const { severities: _severities, leakedTypes: _leakedTypes, ...rest } = sections;
  const moduleOf = (path: FilePath) => {
    const index = shape.assignment.of(path);
    return index === undefined ? undefined : shape.modules[index];
  };
  const module = (id: string) => shape.byId.get(id);
  return {
    ...rest,
    declared: true,
    usable: !problems.some(problem => problem.rule.startsWith('config/')),
    path: loaded.json.path,
    text: loaded.json.text,
    problems,
    modules: shape.modules,
    module,
    moduleOf,
    failures: compileFailures(state.document.failures, loaded.json, { modules: shape.modules, module, moduleOf }),
    isTest: shape.isTest,
    isFixture: shape.isFixture,
    severityOf: severityLookup(sections, shape.isFixture, moduleOf, module),
  };
}

function sameProblems(a: readonly PolicyProblem[], b: readonly PolicyProblem[]): boolean {
  return (
    a.length === b.length &&
    a.every((problem, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        problem.rule === other.rule &&
        problem.path === other.path &&
        problem.span.start === other.span.start &&
        problem.message === other.message
      );
    })
  );
}
