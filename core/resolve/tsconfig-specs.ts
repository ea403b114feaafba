import { type FilePath, join } from '../files/paths.js';
import type { CompilerOptions } from './tsconfig-options.js';

/** `files`, `include` and `exclude` of a tsconfig, relative to the workspace root. */
export interface FileSpecs {
  readonly files?: readonly FilePath[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

const packageFolders = '(?!(?:node_modules|bower_components|jspm_packages)(?:/|$))';
const reserved = /[^\w\s/]/g;

/**
 * Tells which files a tsconfig includes, without listing any folder: TypeScript's `getRegularExpressionForWildcard` on
 * absolute paths, since a glob may start at the root of the disk. `root` is the workspace root.
 */
export function fileMatcher(
  specs: FileSpecs,
  options: CompilerOptions,
  folder: FilePath,
  root: string,
): (path: FilePath) => boolean {
  const base = root.replace(/^\/+/, '');
  const files = new Set(specs.files);
  const written = specs.include ?? (specs.files === undefined ? [join(folder, '**/*')] : []);
  const outputs = [options.outDir, options.declarationDir].filter(path => path !== undefined);
  const include = patternOf(written, 'files', base);
  const exclude = patternOf(specs.exclude ?? outputs, 'exclude', base);
  const json = options.resolveJsonModule
    ? patternOf(
        written.filter(spec => spec.endsWith('.json')),
        'files',
        base,
      )
    : undefined;
  return path => {
    if (files.has(path)) return true;
    const rooted = `/${base}/${path}`;
    if (exclude?.test(rooted)) return false;
    if (isProgramFile(path, options.allowJs)) return include?.test(rooted) ?? false;
    return path.endsWith('.json') && (json?.test(rooted) ?? false);
  };
}

function isProgramFile(path: FilePath, allowJs: boolean): boolean {
  if (/\.[cm]?tsx?$/.test(path)) return true;
  // Single-file components take part in their project through a plugin that adds their extension.
  if (/\.(?:vue|svelte|astro)$/.test(path)) return true;
  return allowJs && /\.[cm]?jsx?$/.test(path);
}

function patternOf(specs: readonly string[], usage: 'files' | 'exclude', base: string): RegExp | undefined {
  const parts = specs.map(spec => specPattern(absolute(spec, base), usage)).filter(part => part !== undefined);
  if (parts.length === 0) return undefined;
  return new RegExp(`^(?:${parts.map(part => `(?:${part})`).join('|')})${usage === 'exclude' ? '(?:$|/)' : '$'}`);
}

/** `locate` writes absolute paths outside the root with `../` before them. Above the root of the disk there is nothing. */
function absolute(spec: string, base: string): string {
  return spec.startsWith('..//') ? spec.slice('..//'.length) : join(base, spec).replace(/^(?:\.\.(?:\/|$))+/, '');
}

function specPattern(spec: string, usage: 'files' | 'exclude'): string | undefined {
  const components = spec.split('/').filter(part => part !== '');
  const last = components.at(-1) ?? '';
  if (usage === 'files' && last === '**') return undefined;
  if (!/[.*?]/.test(last)) components.push('**', '*');
  let pattern = '';
  for (const component of collapseDoubleStars(components)) {
    if (component === '**') {
      pattern += usage === 'files' ? `(?:/${packageFolders}[^/.][^/]*)*?` : '(?:/.+?)?';
    } else {
      pattern += `/${usage === 'files' ? includeComponent(component) : component.replace(reserved, m => wildcard(m, '[^/]*'))}`;
    }
  }
  return pattern;
}

/** Two `**` in a row mean one; leaving the second in would only make the pattern backtrack. */
function collapseDoubleStars(components: readonly string[]): readonly string[] {
  return components.filter((component, index) => component !== '**' || components[index - 1] !== '**');
}

function includeComponent(component: string): string {
  const star = '(?:[^./]|(?:\\.(?!min\\.js$))?)*';
  let start = '';
  let rest = component;
  if (component.startsWith('*')) {
    start = `(?:[^./]${star})?`;
    rest = component.slice(1);
  } else if (component.startsWith('?')) {
    start = '[^./]';
    rest = component.slice(1);
  }
  const pattern = start + rest.replace(reserved, match => wildcard(match, star));
  return pattern === component ? pattern : packageFolders + pattern;
}

function wildcard(match: string, star: string): string {
  return match === '*' ? star : match === '?' ? '[^/]' : `\\${match}`;
}
