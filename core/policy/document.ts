import { createScanner, findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { FilePath } from '../files/paths.js';
import type { Span } from '../text/span.js';
import type { PolicyProblem } from './policy.js';
import { syntaxProblems } from './syntax-errors.js';

/** A place in a JSON document: keys and indexes from the root. */
export type Location = readonly (string | number)[];

/** A JSONC text as a tree with offsets. */
export interface JsonDocument {
  readonly path: FilePath;
  readonly text: string;
  readonly root: Node | undefined;
  readonly problems: readonly PolicyProblem[];
}

const maxDepth = 100;

/** Reads JSONC: comments and trailing commas are fine, anything else that JSON does not allow is `config/syntax`. */
export function readDocument(path: FilePath, text: string): JsonDocument {
  const deep = tooDeep(text);
  if (deep) {
    const message = `Objects and lists are nested more than ${maxDepth} deep, so the file is not read. Flatten it.`;
    return { path, text, root: undefined, problems: [{ rule: 'config/syntax', path, span: deep, message }] };
  }
  const root = parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true });
  const errors = syntaxProblems(text);
  if (!root && errors.length === 0) {
    const message = 'The file is empty, so there is no policy to check. Write `{}` at least, or run `lintel init`.';
    return { path, text, root, problems: [{ rule: 'config/syntax', path, span: { start: 0, end: 0 }, message }] };
  }
  const problems = errors.map(({ start, end, message }) => ({
    rule: 'config/syntax',
    path,
    span: { start, end },
    message: `${message} The policy is not in force until the file parses.`,
  }));
  return { path, text, root, problems };
}

/** The span of the value at a location; of the nearest value around it that exists where it does not. */
export function spanAt(document: JsonDocument, location: Location): Span {
  for (let length = location.length; length >= 0; length--) {
    const node = nodeAt(document, location.slice(0, length));
    if (node) return spanOf(node);
  }
  return { start: 0, end: 0 };
}

/** The span of the key of a property, quotes included; for an item of a list, of the item. */
export function keySpanAt(document: JsonDocument, location: Location): Span {
  const node = nodeAt(document, location);
  const key = node?.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  return key ? spanOf(key) : spanAt(document, location);
}

/** The node at a location, `undefined` where there is none. */
export function nodeAt(document: JsonDocument, location: Location): Node | undefined {
  return document.root && findNodeAtLocation(document.root, [...location]);
}

export function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/**
 * The plain value of a node. Own work rather than `getNodeValue`, whose result loses a key named `__proto__`: such keys
 * are kept, so that the schema sees (and refuses) them.
 */
export function plainValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plainValue);
  if (node.type !== 'object') return node.value;
  const object: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value || Object.hasOwn(object, String(key.value))) continue;
    Object.defineProperty(object, String(key.value), {
      value: plainValue(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}

/** `modules[2].dependsOn[0]`, for messages; `the file` for the root. */
export function describeLocation(location: Location): string {
  if (location.length === 0) return 'the file';
  return location.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

// `SyntaxKind` of jsonc-parser, an ambient const enum that isolated modules cannot read.
const [openBrace, closeBrace, openBracket, closeBracket, endOfFile] = [1, 2, 3, 4, 17];

/** Where the nesting exceeds what the recursive parser may be given. */
function tooDeep(text: string): Span | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === openBrace || token === openBracket) depth++;
    else if (token === closeBrace || token === closeBracket) depth--;
    if (depth > maxDepth) return { start: scanner.getTokenOffset(), end: scanner.getTokenOffset() + 1 };
  }
  return undefined;
}
