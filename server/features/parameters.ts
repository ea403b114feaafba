import { ResponseError } from 'vscode-languageserver';

/** What a request may have to say beside the document it is about. */
export type Parameter = 'position' | 'range' | 'diagnostics' | 'context' | 'newName';

/** Refuses parameters that are missing or of another shape than the protocol gives them, by name. */
export function requireParameters(params: unknown, needed: readonly Parameter[]): void {
  const given = objectOf(params);
  if (typeof objectOf(given.textDocument).uri !== 'string') refuse('textDocument.uri', 'a string');
  for (const name of needed) checks[name](given);
}

const checks: Readonly<Record<Parameter, (given: Readonly<Record<string, unknown>>) => void>> = {
  position: given => requirePosition(given.position, 'position'),
  range(given) {
    requirePosition(objectOf(given.range).start, 'range.start');
    requirePosition(objectOf(given.range).end, 'range.end');
  },
  diagnostics(given) {
    if (!Array.isArray(objectOf(given.context).diagnostics)) refuse('context.diagnostics', 'a list');
  },
  context(given) {
    if (typeof given.context !== 'object' || given.context === null) refuse('context', 'an object');
  },
  newName(given) {
    if (typeof given.newName !== 'string') refuse('newName', 'a string');
  },
};

function requirePosition(value: unknown, name: string): void {
  const { line, character } = objectOf(value);
  if (!Number.isInteger(line) || !Number.isInteger(character)) refuse(name, 'a line and a character, both integers');
}

function refuse(name: string, shape: string): never {
  throw new ResponseError(-32602, `${name} is missing or not ${shape}`);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
