import type { DelegatedRule, LinterVerdict } from './delegated-rule.js';

/** Imports of a configuration that turn on nothing by themselves. */
const silentImports =
  /^(node:.*|path|url|fs|module|os|globals|eslint(\/.*)?|@eslint\/.*|typescript-eslint|@typescript-eslint\/.*|eslint-plugin-.*|@[^/]+\/eslint-plugin(-.*)?|@stylistic\/.*|eslint-config-prettier(\/.*)?|eslint-config-next(\/.*)?|eslint-import-resolver-.*|eslint-flat-config-utils|eslint-define-config|@next\/eslint-plugin-next|@rushstack\/eslint-patch(\/.*)?|typescript|vite|vitest(\/.*)?|.*\/package\.json)$/;

/**
 * What an `eslint.config.*` or `.eslintrc.js` says of a rule, by the words that stand in it: the rule set to something, a
 * preset that has it, imports that may bring it. The file is not run, so a rule that some files are spared counts as on.
 */
export function codeVerdict(text: string, rule: DelegatedRule): LinterVerdict {
  const code = withoutComments(text);
  const levels = levelsIn(code, rule.eslint);
  if (levels.some(level => level)) return 'enables';
  if (levels.length > 0) return 'silent';
  if (rule.presets.test(code)) return 'enables';
  const isKnown = importsOf(code).every(specifier => silentImports.test(specifier));
  return isKnown ? 'silent' : 'undecidable';
}

function levelsIn(code: string, name: string): boolean[] {
  const set = new RegExp(`['"](?:[\\w@/-]+/)?${name}['"]\\s*:\\s*\\[?\\s*(?:['"](\\w+)['"]|(\\d))`, 'g');
  return [...code.matchAll(set)].map(([, word, digit]) => word !== 'off' && digit !== '0');
}

function importsOf(code: string): string[] {
  const forms = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"]([^'"]+)['"]/g;
  const extended = /\bextends\s*:\s*\[?\s*((?:['"][^'"]+['"]\s*,?\s*)+)/g;
  const names = [...code.matchAll(extended)].flatMap(([, list = '']) => [...list.matchAll(/['"]([^'"]+)['"]/g)]);
  return [
    ...[...code.matchAll(forms)].map(([, specifier = '']) => specifier),
    ...names.map(([, name = '']) => name).filter(name => !/^(plugin:|eslint:|prettier$|next\b|js\/|ts\/)/.test(name)),
  ];
}

/** Comments are taken out; a `//` within a text is none. */
function withoutComments(text: string): string {
  return text.replace(/(['"`])(?:\\.|(?!\1)[^\\])*\1|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, match =>
    match.startsWith('/') ? ' ' : match,
  );
}
