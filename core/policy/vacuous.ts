import type { FilePath } from '../files/paths.js';
import { type JsonDocument, keySpanAt, type Location, spanAt } from './document.js';
import { compileGlob, type Glob, hasWildcard } from './globs.js';
import { suggestion } from './nearest.js';
import type { Module, PolicyProblem } from './policy.js';
import { splitInterface, tagPattern } from './selectors.js';
import { firstMatch } from './sorted-files.js';
import { matchesWildcard } from './wildcard.js';

/** The names and files a policy can refer to, and where problems go. */
export interface References {
  readonly json: JsonDocument;
  readonly files: readonly FilePath[];
  readonly modules: readonly Module[];
  readonly byId: ReadonlyMap<string, Module>;
  readonly tags: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** True for a file that exists without being an analysed source. */
  exists(path: FilePath): boolean;
  report(problem: PolicyProblem): void;
  /** The files that showed some selector to match: while they are there nothing more can become vacuous. */
  readonly witnesses: Set<FilePath>;
}

/** The first analysed file that a glob matches. */
export function firstFile(refs: References, glob: Glob): FilePath | undefined {
  const path = firstMatch(refs.files, glob);
  if (path !== undefined) refs.witnesses.add(path);
  return path;
}

/** Reports `arch/vacuous-rule` at a value of the policy. */
export function reportVacuous(refs: References, at: Location, message: string, key = false): void {
  refs.report({
    rule: 'arch/vacuous-rule',
    path: refs.json.path,
    span: key ? keySpanAt(refs.json, at) : spanAt(refs.json, at),
    message,
  });
}

/** A module id, `module::interface`, `tag:…`, a wildcard or `*` that must mean something. */
export function checkModuleSelector(refs: References, selector: string, at: Location): void {
  const tag = tagPattern(selector);
  if (tag !== undefined) {
    checkTag(refs, tag, at);
    return;
  }
  const { id, interface: name } = splitInterface(selector);
  if (id.includes('*')) {
    if (id === '*' || refs.modules.some(module => matchesWildcard(id, module.id))) return;
    reportVacuous(
      refs,
      at,
      `"${id}" matches no module, so this clause does nothing.${suggestion(id, refs.byId.keys())}`,
    );
    return;
  }
  const module = refs.byId.get(id);
  if (!module) {
    const hint = suggestion(id, refs.byId.keys());
    reportVacuous(refs, at, `There is no module "${id}", so this clause does nothing.${hint}`);
    return;
  }
  if (name === undefined || module.interfaces.some(each => each.name === name)) return;
  const names = module.interfaces.flatMap(each => each.name ?? []);
  reportVacuous(
    refs,
    at,
    `Module "${id}" has no interface "${name}", so this clause does nothing.${suggestion(name, names)}`,
  );
}

function checkTag(refs: References, pattern: string, at: Location): void {
  for (const tag of refs.tags) if (matchesWildcard(pattern, tag)) return;
  const hint = suggestion(pattern, refs.tags);
  reportVacuous(refs, at, `No module carries the tag "${pattern}", so this clause does nothing.${hint}`);
}

/** A package pattern that names a group must name one that exists. */
export function checkPackage(refs: References, word: string, at: Location): void {
  if (!word.includes(':') || word.startsWith('node:') || refs.groups.has(word)) return;
  const hint = suggestion(word, refs.groups);
  reportVacuous(refs, at, `There is no external group "${word}", so it allows and denies nothing.${hint}`);
}

/** A glob of analysed files that must match one. */
export function checkGlob(refs: References, glob: string, at: Location, what: string): void {
  const compiled = compileGlob(glob);
  if (firstFile(refs, compiled) !== undefined) return;
  if (compiled.isLiteral && refs.exists(compiled.base)) return;
  reportVacuous(
    refs,
    at,
    `${what} "${glob}" matches no file.${nearPath(refs.files, compiled.base)} Correct it, or remove it.`,
  );
}

/** The names a side may hold: modules, tags, groups. True when it can only be a path. */
export function checkNamedSide(refs: References, selector: string, at: Location): boolean {
  const isPath = /[/.*?{]/.test(selector);
  if (selector.startsWith('external:')) checkPackage(refs, selector.slice('external:'.length), at);
  else if (selector.startsWith('tag:') || selector.includes('::') || !isPath) checkModuleSelector(refs, selector, at);
  else return true;
  return false;
}

/** One side of a rule: modules, packages, or files. */
export function checkSide(refs: References, selector: string, at: Location): void {
  if (!checkNamedSide(refs, selector, at)) return;
  if (refs.modules.some(module => matchesWildcard(selector, module.id))) return;
  const compiled = compileGlob(selector);
  if (firstFile(refs, compiled) !== undefined) return;
  if (!hasWildcard(selector) && refs.exists(compiled.base)) return;
  const hint = suggestion(selector, refs.byId.keys(), 0) || nearPath(refs.files, compiled.base);
  reportVacuous(refs, at, `"${selector}" is no module and matches no file, so this clause does nothing.${hint}`);
}

/** The nearest entry of the deepest folder on the way to a path that exists. */
export function nearPath(files: readonly FilePath[], path: FilePath): string {
  const segments = path.split('/');
  for (let depth = segments.length - 1; depth >= 0; depth--) {
    const folder = segments.slice(0, depth).join('/');
    const entries = entriesOf(files, folder);
    if (entries.size === 0) continue;
    const hint = suggestion(segments[depth] ?? '', entries, 0);
    const there = /"(.*)"/.exec(hint)?.[1];
    return there === undefined ? '' : ` Did you mean "${folder === '' ? there : `${folder}/${there}`}"?`;
  }
  return '';
}

const maxEntriesCompared = 500;

function entriesOf(files: readonly FilePath[], folder: FilePath): Set<string> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = new Set<string>();
  for (const file of files) {
    if (!file.startsWith(prefix)) continue;
    const end = file.indexOf('/', prefix.length);
    entries.add(file.slice(prefix.length, end < 0 ? undefined : end));
    if (entries.size >= maxEntriesCompared) break;
  }
  return entries;
}
