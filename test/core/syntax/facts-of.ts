import type { Dialect, Extraction, FileFacts, ImportFact } from '../../../core/syntax/facts.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';

const parser = typescriptParser();

export function extract(text: string, dialect: Dialect = 'ts'): Extraction {
  return parser.extract(text, dialect);
}

export function factsOf(text: string, dialect: Dialect = 'ts'): FileFacts {
  return extract(text, dialect).facts;
}

/** An import in one line: `form specifier flags {names}`. */
export function shown({ form, specifier, pattern, typeOnly, deferred, names }: ImportFact): string {
  const target = specifier ?? (pattern === undefined ? '?' : `~${pattern}`);
  const list = names.map(({ imported, local }) =>
    local === imported || local === '' ? imported : `${imported}:${local}`,
  );
  return [form, target, typeOnly && 'type', deferred && 'deferred', list.length > 0 && `{${list.join(' ')}}`]
    .filter(Boolean)
    .join(' ');
}

export function importsOf(text: string, dialect: Dialect = 'ts'): string[] {
  return factsOf(text, dialect).imports.map(shown);
}

/** How each imported binding is used: `local: use`. */
export function usesOf(text: string, dialect: Dialect = 'ts'): Record<string, string> {
  return Object.fromEntries(
    factsOf(text, dialect).imports.flatMap(({ names }) => names.map(({ local, use }) => [local, use])),
  );
}
