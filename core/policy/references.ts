import type { FilePath } from '../files/paths.js';
import type { Location } from './document.js';
import type { ExpandedModule } from './expand.js';
import { checkFailureReferences } from './failures/check.js';
import { compileGlob } from './globs.js';
import { nearest, suggestion } from './nearest.js';
import type { LayerSet, Module } from './policy.js';
import type { ModuleDocument, NarrowingDocument, PolicyDocument } from './schema.js';
import { firstMatch } from './sorted-files.js';
import {
  checkGlob,
  checkModuleSelector,
  checkNamedSide,
  checkPackage,
  checkSide,
  firstFile,
  nearPath,
  type References,
  reportVacuous,
} from './vacuous.js';
import { matchesWildcard } from './wildcard.js';

/**
 * Every selector of the document against what exists. Not asked to match something: `sources.exclude`, `tests` and
 * `generated` (a fresh clone has no build output, and the usual test globs are listed as a set), `governance.policyFiles`,
 * packages (a deny entry nobody breaks is doing its work), calls of a rule, paths of an exception (one whose file is gone
 * is `arch/stale-exception`).
 */
export function checkReferences(
  refs: References,
  document: PolicyDocument,
  expanded: readonly ExpandedModule[],
  modules: readonly Module[],
  layers: readonly LayerSet[],
): void {
  (document.sources?.include ?? []).forEach((glob, i) => {
    checkGlob(refs, glob, ['sources', 'include', i], 'The glob');
  });
  checkResolution(refs, document);
  checkModules(refs, document, expanded, modules, layers);
  (document.constraints ?? []).forEach((constraint, i) => {
    checkModuleSelector(refs, constraint.from, ['constraints', i, 'from']);
    checkModuleSelector(refs, constraint.to, ['constraints', i, 'to']);
    if (constraint.allow !== 'sameValue')
      each(constraint.allow, ['constraints', i, 'allow'], refs, checkModuleSelector);
    each(constraint.except, ['constraints', i, 'except'], refs, checkModuleSelector);
  });
  checkExternal(refs, document.external);
  (document.rules ?? []).forEach((rule, i) => {
    checkSide(refs, rule.from, ['rules', i, 'from']);
    each(rule.exceptFrom, ['rules', i, 'exceptFrom'], refs, checkSide);
    if (rule.to !== undefined) checkSide(refs, rule.to, ['rules', i, 'to']);
  });
  (document.exceptions ?? []).forEach((exception, i) => {
    checkNamedSide(refs, exception.from, ['exceptions', i, 'from']);
    checkNamedSide(refs, exception.to, ['exceptions', i, 'to']);
  });
  each(document.baseline?.strict, ['baseline', 'strict'], refs, checkModuleSelector);
  each(document.apiReports?.modules, ['apiReports', 'modules'], refs, checkModuleSelector);
  checkFailureReferences(refs, document.failures);
  (document.overrides ?? []).forEach((override, i) => {
    const { files, modules: selected } = override.when;
    eachOrOne(files, ['overrides', i, 'when', 'files'], (glob, at) => checkGlob(refs, glob, at, 'The glob'));
    eachOrOne(selected, ['overrides', i, 'when', 'modules'], (selector, at) => checkModuleSelector(refs, selector, at));
    each(override.allow?.dependsOn, ['overrides', i, 'allow', 'dependsOn'], refs, checkModuleSelector);
    each(override.external?.allow, ['overrides', i, 'external', 'allow'], refs, checkPackage);
  });
  for (const [environment, globs] of Object.entries(document.environments ?? {})) {
    globs?.forEach((glob, i) => {
      checkGlob(refs, glob, ['environments', environment, i], 'The glob');
    });
  }
}

/** Rule ids named in `severity`, overrides and exceptions against the rules there are. */
export function checkRuleIds(refs: References, document: PolicyDocument, known: readonly string[]): void {
  const check = (id: string, at: Location, key: boolean) => {
    if (known.some(rule => (id.includes('*') ? matchesWildcard(id, rule) : id === rule))) return;
    const families = [...new Set(known.map(rule => `${rule.slice(0, rule.indexOf('/'))}/*`))];
    const best = nearest(id, id.includes('*') ? families : known);
    const hint = best === undefined ? '' : ` Did you mean "${best}"?`;
    reportVacuous(refs, at, `There is no rule "${id}", so this does nothing.${hint}`, key);
  };
  for (const id of Object.keys(document.severity ?? {})) check(id, ['severity', id], true);
  (document.overrides ?? []).forEach((override, i) => {
    for (const id of Object.keys(override.severity ?? {})) check(id, ['overrides', i, 'severity', id], true);
  });
  (document.exceptions ?? []).forEach((exception, i) => {
    check(exception.rule, ['exceptions', i, 'rule'], false);
  });
}

/** The names in an `architecture.module.jsonc`; its files and packages are among those of the policy or a conflict. */
export function checkNarrowing(refs: References, document: NarrowingDocument): void {
  checkPermissions(refs, document.dependsOn, ['dependsOn']);
  if (typeof document.visibility === 'object') each(document.visibility, ['visibility'], refs, checkModuleSelector);
  each(document.external?.allow, ['external', 'allow'], refs, checkPackage);
}

function checkPermissions(refs: References, entries: ModuleDocument['dependsOn'], at: Location): void {
  (entries ?? []).forEach((entry, i) => {
    if (typeof entry === 'string') checkModuleSelector(refs, entry, [...at, i]);
    else checkModuleSelector(refs, entry.to, [...at, i, 'to']);
  });
}

function checkResolution(refs: References, document: PolicyDocument): void {
  const { tsconfig = 'nearest', conditionSets = {}, primary } = document.resolution ?? {};
  if (primary !== undefined && !Object.hasOwn(conditionSets, primary)) {
    const hint = suggestion(primary, Object.keys(conditionSets));
    reportVacuous(refs, ['resolution', 'primary'], `There is no condition set "${primary}".${hint}`);
  }
  if (tsconfig === 'nearest' || refs.exists(compileGlob(tsconfig).base)) return;
  reportVacuous(
    refs,
    ['resolution', 'tsconfig'],
    `There is no file "${tsconfig}". Write the path of a tsconfig, or "nearest".`,
  );
}

function checkModules(
  refs: References,
  document: PolicyDocument,
  expanded: readonly ExpandedModule[],
  modules: readonly Module[],
  layers: readonly LayerSet[],
): void {
  const instances = new Map<number, Module[]>();
  expanded.forEach(({ entry }, i) => {
    const module = modules[i];
    if (module) instances.set(entry, [...(instances.get(entry) ?? []), module]);
  });
  (document.modules ?? []).forEach((entry, e) => {
    const at: Location = ['modules', e];
    const made = instances.get(e) ?? [];
    if (made.length === 0) {
      const [path = ''] = [entry.path].flat();
      const hint = nearPath(refs.files, path.slice(0, path.indexOf('{')).replace(/\/[^/]*$/, ''));
      reportVacuous(
        refs,
        [...at, 'path'],
        `No file gives the captures of "${path}" a value, so "${entry.id}" stands for no module.${hint}`,
      );
      return;
    }
    checkLayer(refs, entry.layer, [...at, 'layer'], layers);
    for (const [name, { layer }] of Object.entries(entry.interfaces ?? {})) {
      checkLayer(refs, layer, [...at, 'interfaces', name, 'layer'], layers);
    }
    checkExternal(refs, entry.external, at);
    const captured = /\{[A-Za-z]/.test(entry.id) || made.length > 1;
    if (!captured) {
      eachOrOne(entry.path, [...at, 'path'], (path, where) => {
        if (!/\{[A-Za-z][\w-]*\}/.test(path)) checkGlob(refs, path, where, `The path of module "${entry.id}"`);
      });
    }
    checkNames(
      refs,
      expanded.filter(each => each.entry === e).map(each => each.document),
      at,
    );
    checkExposed(refs, entry, made, at);
  });
}

/** Selectors of an entry: reported when they mean nothing in every module the entry stands for. */
function checkNames(refs: References, documents: readonly ModuleDocument[], at: Location): void {
  const perInstance = documents.map(document => {
    const found: Parameters<References['report']>[0][] = [];
    const own = { ...refs, report: (problem: Parameters<References['report']>[0]) => found.push(problem) };
    checkPermissions(own, document.dependsOn, [...at, 'dependsOn']);
    if (typeof document.visibility === 'object')
      each(document.visibility, [...at, 'visibility'], own, checkModuleSelector);
    for (const [name, { visibleTo }] of Object.entries(document.interfaces ?? {})) {
      each(visibleTo, [...at, 'interfaces', name, 'visibleTo'], own, checkModuleSelector);
    }
    return found;
  });
  const [first = [], ...others] = perInstance;
  for (const problem of first) {
    if (others.every(found => found.some(other => other.span.start === problem.span.start))) refs.report(problem);
  }
}

/** Entry points and interface files that are not there, in any of the modules an entry stands for. */
function checkExposed(refs: References, entry: ModuleDocument, made: readonly Module[], at: Location): void {
  const absent = (glob: string) => {
    const compiled = compileGlob(glob);
    return firstFile(refs, compiled) === undefined && !(compiled.isLiteral && refs.exists(compiled.base));
  };
  const check = (text: string, place: Location, globs: readonly (string | undefined)[]) => {
    if (!globs.every(glob => glob === undefined || absent(glob))) return;
    const hint = nearPath(refs.files, compileGlob(globs[0] ?? '').base);
    reportVacuous(
      refs,
      place,
      `"${text}" of module "${entry.id}" is no file, so nothing can be imported through it.${hint}`,
    );
  };
  (entry.entryPoints ?? []).forEach((text, i) => {
    check(
      text,
      [...at, 'entryPoints', i],
      made.map(module => module.entryPoints?.expose[i]?.glob),
    );
  });
  for (const [name, { expose }] of Object.entries(entry.interfaces ?? {})) {
    expose.forEach((text, i) => {
      const globs = made.map(module => module.interfaces.find(each => each.name === name)?.expose[i]?.glob);
      check(text, [...at, 'interfaces', name, 'expose', i], globs);
    });
  }
}

function checkLayer(refs: References, layer: ModuleDocument['layer'], at: Location, sets: readonly LayerSet[]): void {
  if (layer === undefined) return;
  if (typeof layer === 'string') {
    if (sets.some(set => set.order.includes(layer))) return;
    const hint = suggestion(
      layer,
      sets.flatMap(set => set.order),
    );
    reportVacuous(refs, at, `There is no layer "${layer}" in any layer set.${hint}`);
    return;
  }
  for (const [name, value] of Object.entries(layer)) {
    const set = sets.find(each => each.name === name);
    if (!set) {
      const hint = suggestion(
        name,
        sets.map(each => each.name),
      );
      reportVacuous(refs, [...at, name], `There is no layer set "${name}".${hint}`, true);
    } else if (!set.order.includes(value)) {
      reportVacuous(refs, [...at, name], `Layer set "${name}" has no layer "${value}".${suggestion(value, set.order)}`);
    }
  }
}

interface ExternalWords {
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly deny?:
    | readonly { readonly package: string | readonly string[]; readonly except?: readonly string[] | undefined }[]
    | undefined;
}

function checkExternal(refs: References, external: ExternalWords | undefined, owner: Location = []): void {
  const at = [...owner, 'external'];
  for (const [group, words] of Object.entries(external?.groups ?? {}))
    each(words, [...at, 'groups', group], refs, checkPackage);
  each(external?.allow, [...at, 'allow'], refs, checkPackage);
  external?.deny?.forEach((deny, i) => {
    eachOrOne(deny.package, [...at, 'deny', i, 'package'], (word, place) => checkPackage(refs, word, place));
    each(deny.except, [...at, 'deny', i, 'except'], refs, checkModuleSelector);
  });
}

/** The exposed names that their files do not export: needs the export names of files, known once the graph is linked. */
export function checkExposedNames(
  modules: readonly Module[],
  files: readonly FilePath[],
  exportNames: (path: FilePath) => { readonly names: readonly string[]; readonly complete: boolean } | undefined,
  report: (
    module: Module,
    name: string,
    span: { readonly start: number; readonly end: number },
    known: readonly string[],
  ) => void,
): void {
  for (const module of modules) {
    for (const { expose } of [...(module.entryPoints ? [module.entryPoints] : []), ...module.interfaces]) {
      for (const { glob, names, span } of expose) {
        const path = names && firstMatch(files, compileGlob(glob));
        const exported = path === undefined ? undefined : exportNames(path);
        if (!exported?.complete) continue;
        for (const name of names ?? []) if (!exported.names.includes(name)) report(module, name, span, exported.names);
      }
    }
  }
}

function each(
  words: readonly string[] | undefined,
  at: Location,
  refs: References,
  check: (refs: References, word: string, at: Location) => void,
): void {
  words?.forEach((word, i) => {
    check(refs, word, [...at, i]);
  });
}

function eachOrOne(
  words: string | readonly string[] | undefined,
  at: Location,
  check: (word: string, at: Location) => void,
): void {
  if (typeof words === 'string') check(words, at);
  else
    words?.forEach((word, i) => {
      check(word, [...at, i]);
    });
}
