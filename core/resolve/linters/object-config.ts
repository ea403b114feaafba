import { compileGlobs } from '../../files/globs.js';
import { dirname, type FilePath } from '../../files/paths.js';
import { isObject, type JsonObject, stringsOf } from '../json-file.js';
import type { ConfigAnswer, DelegatedRule, ExtendedAnswer, LinterVerdict } from './delegated-rule.js';

/** Configurations of others that are known not to turn on rules that need types. */
const silentPresets =
  /^(eslint:(recommended|all)|prettier|next(\/.*)?|airbnb(-base|-typescript)?(\/.*)?|standard|google|react-app(\/.*)?|@react-native(-community)?|turbo|expo|plugin:(?!@typescript-eslint\/).*|plugin:@typescript-eslint\/(base|recommended|eslint-recommended|strict|stylistic|stylistic-type-checked)|universe(\/.*)?)$/;

/** `.eslintrc` and `.oxlintrc.json`, which share their form, as read from JSON or YAML. */
export function eslintrcAnswer(
  at: FilePath,
  config: JsonObject,
  rule: DelegatedRule,
  extended: ExtendedAnswer,
): ConfigAnswer {
  const isOxlint = /oxlintrc/.test(at);
  const folder = dirname(at);
  const blocks = blocksOf(config, folder).map(each => ({ ...each, level: levelIn(each.block.rules, rule) }));
  return path => {
    let verdict: LinterVerdict = 'silent';
    for (const { block, covers, level } of blocks) {
      if (!covers(path)) continue;
      for (const base of extendsOf(block)) {
        const said = verdictOf(base, path, { folder, rule, extended, isOxlint });
        if (said !== 'silent') verdict = said;
      }
      if (isOxlint && asksForTypes(block)) verdict = 'enables';
      if (level !== undefined) verdict = level ? 'enables' : 'silent';
    }
    return verdict;
  };
}

interface Block {
  readonly block: JsonObject;
  covers(path: FilePath): boolean;
}

/** The configuration itself and its overrides, later ones stronger. */
function blocksOf(config: JsonObject, folder: FilePath): Block[] {
  const overrides = Array.isArray(config.overrides) ? config.overrides.filter(isObject) : [];
  return [
    { block: config, covers: () => true },
    ...overrides.map(block => {
      const globs = typeof block.files === 'string' ? [block.files] : stringsOf(block.files);
      const matcher = compileGlobs(globs.map(glob => anchored(glob, folder)));
      return { block, covers: (path: FilePath) => matcher.matches(path) };
    }),
  ];
}

/** A pattern without a folder means files of that name anywhere. */
function anchored(glob: string, folder: FilePath): string {
  const clean = glob.replace(/^\.\//, '');
  const deep = clean.includes('/') ? clean : `**/${clean}`;
  return folder === '' ? deep : `${folder}/${deep}`;
}

function extendsOf({ extends: names }: JsonObject): readonly string[] {
  return typeof names === 'string' ? [names] : stringsOf(names);
}

interface Around {
  readonly folder: FilePath;
  readonly rule: DelegatedRule;
  readonly extended: ExtendedAnswer;
  readonly isOxlint: boolean;
}

/** What an extended configuration says: a preset by its name, a file of the repository by its own answer. */
function verdictOf(name: string, path: FilePath, { folder, rule, extended, isOxlint }: Around): LinterVerdict {
  if (name.startsWith('.')) return extended(resolved(folder, name))?.(path) ?? 'undecidable';
  if (isOxlint) return extended(resolved(folder, `./${name}`))?.(path) ?? 'undecidable';
  if (rule.presets.test(name)) return 'enables';
  return silentPresets.test(name) ? 'silent' : 'undecidable';
}

function resolved(folder: FilePath, relative: string): FilePath {
  const steps = folder === '' ? [] : folder.split('/');
  for (const step of relative.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

/** oxlint turns rules with types on only where it is told to ask for types. */
function asksForTypes({ options, categories }: JsonObject): boolean {
  const isTyped = isObject(options) && options.typeAware === true;
  return isTyped && !(isObject(categories) && categories.correctness === 'off');
}

function levelIn(rules: unknown, { eslint }: DelegatedRule): boolean | undefined {
  if (!isObject(rules)) return undefined;
  for (const [name, value] of Object.entries(rules))
    if (name === eslint || name.endsWith(`/${eslint}`)) return isOn(Array.isArray(value) ? value[0] : value);
  return undefined;
}

function isOn(level: unknown): boolean {
  return level !== 'off' && level !== 'allow' && level !== 0;
}

/** `biome.json`. */
export function biomeAnswer(
  at: FilePath,
  config: JsonObject,
  rule: DelegatedRule,
  extended: ExtendedAnswer,
): ConfigAnswer {
  const folder = dirname(at);
  const overrides = Array.isArray(config.overrides) ? config.overrides.filter(isObject) : [];
  const blocks: Block[] = [
    { block: config, covers: () => true },
    ...overrides.map(block => {
      const globs = stringsOf(block.includes ?? block.include).map(glob => anchored(glob, folder));
      const matcher = compileGlobs(globs);
      return { block, covers: (path: FilePath) => matcher.matches(path) };
    }),
  ];
  return path => {
    let verdict: LinterVerdict = 'silent';
    for (const base of extendsOf(config)) {
      // `//` is the configuration at the root.
      const said = base === '//' ? rootAnswer(extended) : extended(resolved(folder, base));
      verdict = said?.(path) ?? 'undecidable';
    }
    for (const { block, covers } of blocks) {
      const level = covers(path) ? biomeLevel(block.linter, rule) : undefined;
      if (level !== undefined) verdict = level ? 'enables' : 'silent';
    }
    return verdict;
  };
}

function rootAnswer(extended: ExtendedAnswer): ConfigAnswer | undefined {
  return extended('biome.json') ?? extended('biome.jsonc');
}

function biomeLevel(linter: unknown, { biome }: DelegatedRule): boolean | undefined {
  if (!isObject(linter)) return undefined;
  if (linter.enabled === false) return false;
  for (const group of isObject(linter.rules) ? Object.values(linter.rules) : []) {
    const value = isObject(group) ? group[biome] : undefined;
    if (value !== undefined) return isOn(isObject(value) ? value.level : value);
  }
  const { domains } = linter;
  return isObject(domains) && (domains.types === 'all' || domains.project === 'all') ? true : undefined;
}
