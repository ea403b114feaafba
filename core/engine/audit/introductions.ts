import type { ChangedCommit, Commit, CommitChange } from '../../files/history.js';
import type { FilePath } from '../../files/paths.js';
import type { AddedImport, ModuleOf } from './added-imports.js';

/** Where an import came in: a commit, not committed yet, or why that is not known. */
export type Introduction =
  | { readonly kind: 'commit'; readonly commit: Commit }
  | { readonly kind: 'uncommitted' }
  | { readonly kind: 'unknown'; readonly why: string };

/** One change of a file, in the order of the history: the newest first. */
interface Step {
  readonly at: number;
  readonly commit: Commit;
  readonly change: CommitChange;
}

/** The history of a repository by file, renames followed. */
export interface FileHistory {
  stepsOf(path: FilePath): readonly Step[];
}

/** Sorts the commits of a range by the files they changed. */
export function fileHistory(commits: readonly ChangedCommit[]): FileHistory {
  const byPath = new Map<FilePath, Step[]>();
  commits.forEach(({ commit, changes }, at) => {
    for (const change of changes) {
      const steps = byPath.get(change.path);
      const step = { at, commit, change };
      if (steps) steps.push(step);
      else byPath.set(change.path, [step]);
    }
  });
  const follow = (path: FilePath, after: number, into: Step[]): void => {
    for (const step of byPath.get(path) ?? []) {
      if (step.at <= after) continue;
      into.push(step);
      if (step.change.from !== undefined) follow(step.change.from, step.at, into);
      // Before it came in (or came from elsewhere) another file may have had the name.
      if (step.change.from !== undefined || step.change.before.length === 0) return;
    }
  };
  return {
    stepsOf(path) {
      const steps: Step[] = [];
      follow(path, -1, steps);
      return steps.sort((a, b) => a.at - b.at);
    },
  };
}

/** The contents that `introductionOf` will read for a file. */
export function contentsOf(history: FileHistory, path: FilePath): readonly string[] {
  return history
    .stepsOf(path)
    .flatMap(({ change }) => [...change.before, ...(change.after === undefined ? [] : [change.after])]);
}

/** What an import is looked for in. */
export interface Texts {
  /** The specifier; where it is not statically known its expression, which is then looked for as it stands. */
  readonly specifier: { readonly text: string; readonly isExpression: boolean };
  /** The file as it is now, and as it was at the base. */
  readonly now: string | undefined;
  readonly before: string | undefined;
  /** Contents by id. */
  text(id: string): string | undefined;
}

/**
 * The commit since which an import has been in its file: the specifier (for names that joined, the names in its statement)
 * is in the text after it and in none of the texts before. An import that went and came again came with the last time.
 */
export function introductionOf(
  added: AddedImport,
  { specifier, now, before, text }: Texts,
  history: FileHistory,
  moduleOf: ModuleOf,
): Introduction {
  const holds = (content: string | undefined): boolean => content !== undefined && isIn(content, specifier, added);
  let found: Commit | undefined;
  let isFirst = true;
  for (const { commit, change } of history.stepsOf(added.path)) {
    const after = change.after === undefined ? undefined : text(change.after);
    if (isFirst && after !== now && !holds(after)) return { kind: 'uncommitted' };
    if (!holds(after)) break;
    isFirst = false;
    const from = change.from === undefined ? undefined : moduleOf(change.from);
    if (from !== undefined && from !== added.from && moduleOf(change.path) === added.from) {
      found = commit;
      break;
    }
    if (!change.before.some(id => holds(text(id)))) found = commit;
  }
  if (found) return { kind: 'commit', commit: found };
  // No commit of the range touched the file.
  if (isFirst && history.stepsOf(added.path).length === 0 && now !== before) return { kind: 'uncommitted' };
  const moved = arrivalOf(added, history, moduleOf);
  if (moved) return { kind: 'commit', commit: moved };
  return { kind: 'unknown', why: 'its text is older, and where it leads has changed' };
}

/** The path that a file had before all the commits of a history. */
export function originOf(path: FilePath, history: FileHistory): FilePath {
  const oldest = history.stepsOf(path).at(-1)?.change;
  return oldest?.from ?? oldest?.path ?? path;
}

/** The commit by which the target came to where it is now: an older import leads to it since then. */
function arrivalOf({ target, to }: AddedImport, history: FileHistory, moduleOf: ModuleOf): Commit | undefined {
  for (const { commit, change } of history.stepsOf(target)) {
    if (change.before.length === 0) return commit;
    if (change.from !== undefined && moduleOf(change.from) !== to) return commit;
  }
  return undefined;
}

const quotes = ["'", '"', '`'];

/** True when a text imports the specifier, and where only names joined, these by it. */
function isIn(
  text: string,
  specifier: Texts['specifier'],
  { isNewSite, isMoved, symbols, edge }: AddedImport,
): boolean {
  if (specifier.isExpression) return text.replace(/\s+/g, ' ').includes(specifier.text);
  const places = quotes.flatMap(quote => placesOf(text, `${quote}${specifier.text}${quote}`));
  if (isNewSite || isMoved) return places.length > 0;
  const words = symbols.map(name =>
    name === 'default' || name === '*' ? (edge.symbols.find(symbol => symbol.name === name)?.local ?? name) : name,
  );
  return places.some(place => {
    const statement = statementBefore(text, place);
    return words.every(word => new RegExp(`(?<![\\w$])${escaped(word)}(?![\\w$])`).test(statement));
  });
}

/** The text of an import or export statement up to its specifier. */
function statementBefore(text: string, place: number): string {
  const before = text.slice(Math.max(0, place - 20_000), place);
  const starts = [...before.matchAll(/(?:^|[\n;])[ \t]*(?:import|export)\b/g)];
  return before.slice(starts.at(-1)?.index ?? 0);
}

function placesOf(text: string, part: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
