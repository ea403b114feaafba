import { dirname, type FilePath, isWithin, relativeSpecifier } from '../../files/paths.js';
import type { ProjectLayout } from '../../resolve/resolution.js';
import type { ImportFact } from '../../syntax/facts.js';

const sourceEnding = /(?:\.d)?\.[cm]?[jt]sx?$/;
const emittedEnding: Readonly<Record<string, string>> = {
  '.mts': '.mjs',
  '.cts': '.cjs',
  '.mjs': '.mjs',
  '.cjs': '.cjs',
};

/** An import as it is written and the file it leads to now. */
export interface WrittenImport {
  readonly from: FilePath;
  readonly specifier: string;
  readonly target: FilePath;
  /** All imports of the file: they show which style of endings it uses. */
  readonly neighbours: readonly ImportFact[];
}

/**
 * The specifier that leads to `to` in the style of an existing import (alias, package name or relative; with or without
 * ending), `undefined` when none can be derived.
 */
export function specifierLike(layout: ProjectLayout, written: WrittenImport, to: FilePath): string | undefined {
  if (written.specifier.startsWith('.')) return relativeLike(written, to);
  const named = packageEntry(layout, written, to);
  if (named !== undefined) return named;
  if (layout.workspacePackages.has(packageName(written.specifier))) return undefined;
  return aliasLike(written, to) ?? relativeLike(written, to);
}

/** The package part of a bare specifier: `@acme/orders/x` → `@acme/orders`. */
export function packageName(specifier: string): string {
  const segments = specifier.split('/');
  return specifier.startsWith('@') ? segments.slice(0, 2).join('/') : (segments[0] ?? '');
}

function relativeLike({ from, specifier, neighbours }: WrittenImport, to: FilePath): string {
  const style = specifier.startsWith('.') ? specifier : styleOf(neighbours);
  return relativeSpecifier(dirname(from), asWritten(to, style));
}

/** A relative specifier of the file that shows its style of endings; without one the style is to write none. */
function styleOf(neighbours: readonly ImportFact[]): string {
  const relative = neighbours
    .map(fact => fact.specifier)
    .filter(text => text?.startsWith('.') && !text.endsWith('.json'));
  return relative.find(text => text !== undefined && sourceEnding.test(text)) ?? '';
}

/** The path with the ending that a specifier in this style has. */
function asWritten(path: FilePath, style: string): string {
  const ending = sourceEnding.exec(path)?.[0];
  if (ending === undefined) return path;
  const stem = path.slice(0, -ending.length);
  const written = sourceEnding.exec(style)?.[0];
  if (written === undefined) return style.endsWith('/index') ? stem : withoutIndex(stem);
  if (/ts/.test(written)) return path;
  return stem + (emittedEnding[ending] ?? (ending === '.jsx' ? '.jsx' : '.js'));
}

function withoutIndex(stem: string): string {
  return stem.endsWith('/index') ? stem.slice(0, -'/index'.length) : stem;
}

/** The name of the workspace package whose entry `to` is; only for an import that names a package already. */
function packageEntry(layout: ProjectLayout, { specifier }: WrittenImport, to: FilePath): string | undefined {
  if (!layout.workspacePackages.has(packageName(specifier))) return undefined;
  const manifest = layout.manifestOf(to);
  if (manifest?.name === undefined || !layout.workspacePackages.has(manifest.name)) return undefined;
  if (!manifest.entryFiles.includes(to)) return undefined;
  const isMain = manifest.entryFiles.length === 1 || /(?:^|\/)index$/.test(to.replace(sourceEnding, ''));
  return isMain ? manifest.name : undefined;
}

/**
 * Applies the mapping that the written import shows (`@/orders/pg` leads to `src/orders/pg.ts`, so `@/` is `src/`), as
 * little of it as reaches `to`.
 */
function aliasLike({ specifier, target }: WrittenImport, to: FilePath): string | undefined {
  const left = specifier.replace(sourceEnding, '').split('/');
  const stem = target.replace(sourceEnding, '');
  const right = (left.at(-1) === 'index' ? stem : withoutIndex(stem)).split('/');
  for (let shared = 1; shared < left.length && shared <= right.length; shared++) {
    if (left[left.length - shared] !== right[right.length - shared]) return undefined;
    const folder = right.slice(0, right.length - shared).join('/');
    if (!isWithin(to, folder)) continue;
    const rest = folder === '' ? to : to.slice(folder.length + 1);
    const prefix = left.slice(0, left.length - shared).join('/');
    const mapped = asWritten(`${prefix}/${rest}`, specifier);
    return mapped.endsWith('/index') && left.at(-1) !== 'index' ? mapped.slice(0, -'/index'.length) : mapped;
  }
  return undefined;
}
