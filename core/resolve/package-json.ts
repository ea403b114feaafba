import { dirname, type FilePath } from '../files/paths.js';
import { isObject, type JsonObject, parseJsonObject, textOf } from './json-file.js';
import type { DependencyField } from './resolution.js';

/** A `package.json` with the fields that resolution reads, each checked for its type. */
export interface PackageJson {
  readonly path: FilePath;
  readonly folder: FilePath;
  readonly name?: string;
  readonly isPrivate: boolean;
  /** `"type": "module"`: `.js` and `.ts` files of the package are ES modules. */
  readonly isModule: boolean;
  readonly exports?: unknown;
  readonly imports?: JsonObject;
  /** What `exports` becomes on publishing; names source where `exports` names build output, or the other way round. */
  readonly publishedExports?: unknown;
  readonly types?: string;
  readonly main?: string;
  readonly module?: string;
  readonly source?: string;
  readonly browser?: string;
  /** The config that `extends` of the bare package name means. */
  readonly tsconfig?: string;
  readonly bin: readonly string[];
  /** Declared packages with their version text, the strongest field of each. */
  readonly declared: ReadonlyMap<string, { readonly field: DependencyField; readonly version: string }>;
  /** `workspaces` as globs, from the array and the object form. */
  readonly workspaces: readonly unknown[];
  /** The text, by which a change is told. */
  readonly text: string;
}

// Strongest first: a package that is in both `dependencies` and `devDependencies` ships.
const fields: readonly DependencyField[] = [
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'devDependencies',
];

/** Reads the text of a manifest; `problem` is set when it is no JSON object, and the manifest is then as good as empty. */
export function readPackageJson(
  path: FilePath,
  text: string,
): { readonly json: PackageJson; readonly problem?: string } {
  const { value = {}, problem } = parseJsonObject(text, 'strict');
  const name = textOf(value.name);
  const types = textOf(value.typings) ?? textOf(value.types);
  const main = textOf(value.main);
  const module = textOf(value.module);
  const source = textOf(value.source);
  const browser = textOf(value.browser);
  const tsconfig = textOf(value.tsconfig);
  const published = isObject(value.publishConfig) ? value.publishConfig.exports : undefined;
  const json: PackageJson = {
    path,
    folder: dirname(path),
    isPrivate: value.private === true,
    isModule: value.type === 'module',
    bin: binFiles(value.bin),
    declared: declaredPackages(value),
    workspaces: workspaceGlobs(value.workspaces),
    text,
    ...(name === undefined ? {} : { name }),
    // An empty value is no `exports` to TypeScript and Node alike.
    ...(value.exports ? { exports: value.exports } : {}),
    ...(isObject(value.imports) ? { imports: value.imports } : {}),
    ...(published ? { publishedExports: published } : {}),
    ...(types === undefined ? {} : { types }),
    ...(main === undefined ? {} : { main }),
    ...(module === undefined ? {} : { module }),
    ...(source === undefined ? {} : { source }),
    ...(browser === undefined ? {} : { browser }),
    ...(tsconfig === undefined ? {} : { tsconfig }),
  };
  return problem === undefined ? { json } : { json, problem };
}

function binFiles(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return isObject(value) ? Object.values(value).filter(item => typeof item === 'string') : [];
}

function declaredPackages(value: JsonObject): PackageJson['declared'] {
  const declared = new Map<string, { field: DependencyField; version: string }>();
  for (const field of fields) {
    const listed = value[field];
    if (!isObject(listed)) continue;
    for (const [name, version] of Object.entries(listed)) {
      if (!declared.has(name)) declared.set(name, { field, version: typeof version === 'string' ? version : '' });
    }
  }
  return declared;
}

function workspaceGlobs(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) && Array.isArray(value.packages) ? value.packages : [];
}
