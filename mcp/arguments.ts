import type { z } from 'zod';
import { nearest } from '../core/index.js';
import { Refusal } from './refusal.js';

/** What other tools call the same thing; models write it from habit. */
const habits: Readonly<Record<string, readonly string[]>> = {
  path: ['file', 'filename', 'file_path', 'filepath', 'target_file', 'uri'],
  content: ['code', 'text', 'source', 'new_content', 'contents', 'file_text'],
  old: ['old_string', 'old_str', 'old_text', 'search', 'find'],
  new: ['new_string', 'new_str', 'new_text', 'replace', 'replacement'],
  need: ['query', 'description', 'q', 'what'],
  from: ['importer', 'caller', 'source_file', 'path', 'file', 'from_path'],
  target: ['symbol', 'to', 'name', 'path', 'file', 'import', 'module'],
  symbol: ['target', 'name', 'function', 'path'],
  changes: ['files', 'plan', 'edits'],
  base: ['since', 'ref', 'branch', 'against'],
  findings: ['ids', 'id', 'finding'],
  rule: ['id', 'rule_id', 'name'],
  renamed_from: ['old_path', 'from', 'moved_from', 'rename_from'],
  fails_with: ['failures', 'throws', 'errors'],
  body: ['code', 'content', 'source', 'implementation'],
  cursor: ['next_cursor', 'page', 'offset'],
  limit: ['max', 'max_results', 'count', 'top'],
};

/** The input of a tool, checked; a mistake is a sentence that names the right key or value. */
export function readArguments(schema: z.ZodObject, input: unknown): unknown {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const [first, ...others] = read.error.issues.flatMap(issue => sentences(issue, schema, input));
  const more = others.slice(0, 2).map(text => ` ${text}`);
  throw new Refusal(`${first ?? 'The arguments are not understood.'}${more.join('')}`);
}

function sentences(issue: z.core.$ZodIssue, schema: z.ZodObject, input: unknown): readonly string[] {
  const place = placeOf(issue.path);
  const at = place === '' ? '' : `${place}: `;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, issue.path);
      const given = Object.keys(Object(valueAt(input, issue.path)));
      const inside = known.filter(name => keysAt(schema, [...issue.path, name, 0]).length > 0);
      return issue.keys.map(key => {
        const list = inside.find(name => keysAt(schema, [...issue.path, name, 0]).includes(key));
        return `${at}${list === undefined ? unknownKey(key, known, given) : `"${key}" belongs into ${list}[0].`}`;
      });
    }
    case 'invalid_type':
      if (valueAt(input, issue.path) === undefined)
        return [`${place} is missing; it is ${article(issue.expected)}${shapeOf(schema, issue.path)}.`];
      return [`${at}expected ${article(issue.expected)}.`];
    case 'invalid_value':
      return [`${at}expected ${issue.values.map(value => JSON.stringify(value)).join(' or ')}.`];
    case 'too_big':
      return [
        `${at}at most ${issue.maximum}${issue.origin === 'array' ? ' items' : issue.origin === 'string' ? ' characters' : ''}.`,
      ];
    case 'too_small':
      return [
        `${at}at least ${issue.minimum}${issue.origin === 'array' ? ' item' : issue.origin === 'string' ? ' character' : ''}.`,
      ];
    default:
      return [`${at}${issue.message}.`];
  }
}

function unknownKey(key: string, known: readonly string[], given: readonly string[]): string {
  const free = known.filter(name => !given.includes(name));
  const meant = free.find(name => habits[name]?.includes(key.toLowerCase())) ?? nearest(key, free);
  const all = `the keys are ${known.join(', ')}`;
  return `Unknown key "${key.slice(0, 60)}": ${meant === undefined ? all : `it is called "${meant}"; ${all}`}.`;
}

/** The keys of the object that stands at a path. */
function keysAt(schema: z.ZodObject, path: readonly PropertyKey[]): readonly string[] {
  // Walks what zod keeps of a schema: objects by shape, arrays by element, optional values by what they hold.
  let at: unknown = schema;
  for (const step of path) {
    at = innermost(at);
    const { shape, element } = at as { shape?: Record<string, unknown>; element?: unknown };
    at = typeof step === 'number' ? element : shape?.[String(step)];
  }
  const { shape } = (innermost(at) ?? {}) as { shape?: Record<string, unknown> };
  return Object.keys(shape ?? {});
}

/** What a missing value is for, or what its items hold. */
function shapeOf(schema: z.ZodObject, path: readonly PropertyKey[]): string {
  const items = keysAt(schema, [...path, 0]);
  if (items.length > 0) return ` of {${items.join(', ')}}`;
  const parent = path.length === 1 ? (schema.shape as Record<string, z.ZodType>)[String(path[0])] : undefined;
  return parent?.description === undefined ? '' : ` (${parent.description})`;
}

function innermost(schema: unknown): unknown {
  let at = schema as { def?: { innerType?: unknown } } | undefined;
  while (at?.def?.innerType !== undefined) at = at.def.innerType as typeof at;
  return at;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let at = input;
  for (const step of path) at = (at as Record<PropertyKey, unknown> | undefined | null)?.[step];
  return at;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? String(step) : `.${String(step)}`))
    .join('');
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}
