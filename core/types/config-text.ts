import { applyEdits, modify, parse } from 'jsonc-parser';

/**
 * A configuration that says nothing about `types` sees every installed `@types` package, as up to TypeScript 5: from 6 on
 * none is seen, and in a repository written for an older version every call into Node would be `any`. Only the end of
 * an `extends` chain is changed, so that what a configuration says itself still counts.
 */
export function withAmbientTypes(text: string): string {
  if (!text.includes('{')) return text;
  const config: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isObject(config) || config.extends !== undefined) return text;
  const options = config.compilerOptions;
  if (options !== undefined && (!isObject(options) || options.types !== undefined)) return text;
  return applyEdits(text, modify(text, ['compilerOptions', 'types'], ['*'], {}));
}

/** True for files that are read as configurations: `tsconfig.build.json`, `jsconfig.json`, a package's `base.json`. */
export function isConfigText(path: string, text: string): boolean {
  if (!path.endsWith('.json') || path.endsWith('/package.json')) return false;
  return /\/[tj]sconfig[^/]*$/.test(path) || text.includes('"compilerOptions"');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
