import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { lineStartsOf, positionAt } from '../text/lines.js';

/** A JSON object as read; its members are checked where they are used. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The parsed text, as far as it could be read, and what is wrong with it as a sentence. */
export interface JsonText {
  readonly value: JsonObject | undefined;
  readonly problem?: string;
}

/**
 * Parses a manifest (`strict`) or a tsconfig (comments and trailing commas permitted). A text with mistakes still gives
 * what could be read of it, as TypeScript does.
 */
export function parseJsonObject(text: string, dialect: 'strict' | 'jsonc'): JsonText {
  if (dialect === 'strict') {
    const value = tryParse(text);
    if (isObject(value)) return { value };
    if (value !== undefined) return { value: undefined, problem: 'The file must hold a JSON object.' };
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: dialect === 'jsonc', disallowComments: false });
  const object = isObject(value) ? value : undefined;
  const first = errors[0];
  if (first === undefined) {
    if (object === undefined) return { value: undefined, problem: 'The file must hold a JSON object.' };
    return dialect === 'jsonc' ? { value: object } : { value: object, problem: 'Comments are not permitted here.' };
  }
  const { line, column } = positionAt(lineStartsOf(text), first.offset);
  return {
    value: object,
    problem: `Not valid JSON at ${line}:${column} (${words(printParseErrorCode(first.error))}).`,
  };
}

/** True for objects that are no arrays. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The strings of a value that should be a list of strings; anything else in it is dropped. */
export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/** The value when it is a string that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function words(code: string): string {
  return code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
