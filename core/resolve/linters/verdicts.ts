import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { basename, dirname, type FilePath } from '../../files/paths.js';
import { isObject, type JsonObject, parseJsonObject } from '../json-file.js';
import { codeVerdict } from './code-config.js';
import type { ConfigAnswer, DelegatedRule, ExtendedAnswer, LinterConfig, LinterVerdict } from './delegated-rule.js';
import { biomeAnswer, eslintrcAnswer } from './object-config.js';

export type { DelegatedRule, LinterConfig, LinterVerdict } from './delegated-rule.js';

/**
 * Whether the linters of a project report what a rule would. For each linter the configuration nearest to the file counts;
 * one that enables it is enough.
 */
export function linterVerdicts(configs: readonly LinterConfig[], rule: DelegatedRule): ConfigAnswer {
  const byPath = new Map(configs.map(config => [config.path, config]));
  // A configuration that others extend is read once, not for every file that is asked about.
  const made = new Map<string, ConfigAnswer | undefined>();
  const extended =
    (depth: number): ExtendedAnswer =>
    path => {
      const config = depth < DEPTH ? byPath.get(path) : undefined;
      const key = `${depth} ${path}`;
      if (config && !made.has(key)) made.set(key, answerOf(config, rule, extended(depth + 1)));
      return made.get(key);
    };
  const byKind = new Map<string, Map<FilePath, ConfigAnswer>>();
  for (const config of configs) {
    const kind = kindOf(config.path);
    const folders = byKind.get(kind) ?? new Map<FilePath, ConfigAnswer>();
    byKind.set(kind, folders);
    const folder = dirname(config.path);
    const answer = answerOf(config, rule, extended(0));
    const known = folders.get(folder);
    // A manifest beside a file of its own says less than that file.
    if (answer && (!known || basename(config.path) !== 'package.json')) folders.set(folder, answer);
  }
  return path => {
    const verdicts = [...byKind.values()].map(folders => nearest(folders, path)?.(path) ?? 'silent');
    return strongest(verdicts);
  };
}

function strongest(verdicts: readonly LinterVerdict[]): LinterVerdict {
  if (verdicts.includes('enables')) return 'enables';
  return verdicts.includes('undecidable') ? 'undecidable' : 'silent';
}

function nearest(folders: ReadonlyMap<FilePath, ConfigAnswer>, path: FilePath): ConfigAnswer | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = folders.get(folder);
    if (found || folder === '') return found;
  }
}

function kindOf(path: FilePath): string {
  const name = basename(path);
  return name.startsWith('biome') ? 'biome' : name.includes('oxlintrc') ? 'oxlint' : 'eslint';
}

/** Configurations that extend one another are followed this far. */
const DEPTH = 8;

function answerOf(
  { path, text }: LinterConfig,
  rule: DelegatedRule,
  extended: ExtendedAnswer,
): ConfigAnswer | undefined {
  const name = basename(path);
  if (/\.[cm]?[jt]s$/.test(name)) {
    const verdict = codeVerdict(text, rule);
    return () => verdict;
  }
  const config = objectOf(name, text);
  if (!config) return () => 'undecidable';
  if (name === 'package.json')
    return isObject(config.eslintConfig) ? eslintrcAnswer(path, config.eslintConfig, rule, extended) : undefined;
  return name.startsWith('biome')
    ? biomeAnswer(path, config, rule, extended)
    : eslintrcAnswer(path, config, rule, extended);
}

function objectOf(name: string, text: string): JsonObject | undefined {
  const isYaml = /\.ya?ml$/.test(name) || (name === '.eslintrc' && !/^\s*[{/]/.test(text));
  if (!isYaml) return parseJsonObject(text, 'jsonc').value;
  try {
    const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
    const value: unknown = parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // expected invalid: somebody else's file, and what cannot be read decides nothing
    return undefined;
  }
}
