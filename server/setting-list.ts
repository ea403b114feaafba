import { defaultSettings, type Settings } from './settings.js';

/** A setting as the editors describe it to a person. */
export interface ListedSetting {
  /** With the section, as in `lintel.codeLens.dependents`. */
  readonly key: string;
  readonly default: boolean | string;
  readonly description: string;
  /** The values it may take, where it is no switch. */
  readonly values?: readonly string[];
}

/** Every setting of the server, sorted by key: what `settingsFrom` reads and nothing else. */
export function listedSettings(): readonly ListedSetting[] {
  return Object.entries(words)
    .map(([path, { description, values }]) => {
      const value = path
        .split('.')
        .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], defaultSettings);
      return { key: `lintel.${path}`, default: value as boolean | string, description, ...(values && { values }) };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The dotted paths of all settings: a setting without words here does not compile. */
type Path<T> = { [K in keyof T & string]: T[K] extends object ? `${K}.${Path<T[K]>}` : K }[keyof T & string];

const words: Readonly<Record<Path<Settings>, Pick<ListedSetting, 'description' | 'values'>>> = {
  'diagnostics.scope': {
    description: 'The files whose findings are shown: those that are open, or all of the workspace.',
    values: ['open', 'workspace'],
  },
  'hover.architecture': {
    description:
      'Shows module, layer and what is permitted when the pointer rests on an import, and what names of the policy mean.',
  },
  'hover.contracts': { description: 'Shows how a function fails when the pointer rests on its name.' },
  'codeLens.changes': {
    description:
      'Shows above a function what its callers see now that they did not at the merge base with the default branch, under the same signature.',
  },
  'codeLens.dependents': { description: 'Shows above the first line how many files depend on this one.' },
  'codeLens.failures': {
    description:
      'Shows above each exported function how it fails, how many of its failures no test asserts, and how many functions call it.',
  },
  'inlayHints.modules': { description: 'Shows after each import to which module it leads.' },
  'inlayHints.caught': { description: 'Shows after the error of a `catch` what it may be.' },
};
