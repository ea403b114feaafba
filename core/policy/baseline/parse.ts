import { closest, distance } from 'fastest-levenshtein';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { FilePath } from '../../files/paths.js';
import { compareText } from '../../files/paths.js';
import type { Span } from '../../text/span.js';
import type { PolicyProblem } from '../policy.js';
import { type Baseline, type BaselineEntry, identityOf } from './entry.js';
import { BASELINE_VERSION } from './format.js';

export interface ParsedBaseline {
  /** Undefined when the file cannot be used: then every finding counts as new. */
  readonly baseline: Baseline | undefined;
  readonly problems: readonly PolicyProblem[];
}

const texts = [
  'path',
  'rule',
  'symbol',
  'site',
  'to',
  'kind',
  'context',
  'scope',
  'module',
  'status',
  'question',
  'approvedBy',
];
const lists = ['symbols', 'clauses', 'members'];
const keys = [...texts, ...lists, 'ordinal'];

/**
 * Reads a baseline file. `path` is where it lies, for the problems. A file with any problem is unusable as a whole: half a
 * baseline would blame people for findings that are not theirs.
 */
export function parseBaseline(path: FilePath, text: string): ParsedBaseline {
  const problems: PolicyProblem[] = [];
  const report = (rule: string, span: Span, message: string) => problems.push({ rule, path, span, message });
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (errors.length > 0 || root === undefined) {
    const conflict = /^(<{7}|={7}|>{7})/m.exec(text);
    const first = errors[0];
    const span = conflict
      ? { start: conflict.index, end: conflict.index + 7 }
      : { start: first?.offset ?? 0, end: (first?.offset ?? 0) + (first?.length ?? 0) };
    const what = conflict ? 'a merge conflict is left in it' : first ? wordsOf(first) : 'it is empty';
    report(
      'config/syntax',
      span,
      `The baseline cannot be read: ${what}. Resolve it, or restore the file from the base branch and run \`lintel check --update-baseline\`.`,
    );
    return { baseline: undefined, problems };
  }
  if (root.type !== 'object') {
    report('config/invalid-value', spanOf(root), 'A baseline is an object with "version" and "entries".');
    return { baseline: undefined, problems };
  }
  const top = propertiesOf(root, ['version', 'entries'], report);
  const version = top.get('version');
  if (version?.value !== BASELINE_VERSION) {
    report(
      'config/invalid-value',
      spanOf(version ?? root),
      `"version" must be ${BASELINE_VERSION}, the only version this release reads.`,
    );
  }
  const list = top.get('entries');
  if (list?.type !== 'array') {
    report('config/invalid-value', spanOf(list ?? root), '"entries" must be a list of entries.');
    return { baseline: undefined, problems };
  }
  const entries: BaselineEntry[] = [];
  const seen = new Set<string>();
  for (const node of list.children ?? []) {
    const entry = readEntry(node, report);
    if (entry === undefined) continue;
    const identity = `${entry.ordinal ?? 1} ${identityOf(entry)}`;
    if (seen.has(identity)) {
      report(
        'config/conflict',
        entry.span,
        'This entry stands twice. Delete one; a second equal finding needs an entry with "ordinal": 2.',
      );
    }
    seen.add(identity);
    entries.push(entry);
  }
  return { baseline: problems.length === 0 ? { path, entries } : undefined, problems };
}

type Report = (rule: string, span: Span, message: string) => void;

function readEntry(node: Node, report: Report): BaselineEntry | undefined {
  if (node.type !== 'object') {
    report('config/invalid-value', spanOf(node), 'An entry is an object with "path", "rule", "site" and "status".');
    return undefined;
  }
  const fields = propertiesOf(node, keys, report);
  let valid = true;
  const invalid = (at: Node, message: string) => {
    valid = false;
    report('config/invalid-value', spanOf(at), message);
  };
  const text = (key: string): string | undefined => {
    const value = fields.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'string') return value.value as string;
    invalid(value, `"${key}" must be a string.`);
    return undefined;
  };
  const names = (key: string): readonly string[] | undefined => {
    const value = fields.get(key);
    if (value === undefined) return undefined;
    const items = value.children ?? [];
    if (value.type === 'array' && items.every(item => item.type === 'string')) {
      return items.map(item => item.value as string).sort(compareText);
    }
    invalid(value, `"${key}" must be a list of strings.`);
    return undefined;
  };
  const needed = (key: string): string => {
    if (!fields.has(key)) invalid(node, `This entry lacks "${key}".`);
    return text(key) ?? '';
  };
  const status = needed('status');
  if (fields.has('status') && status !== 'unreviewed' && status !== 'reviewed') {
    invalid(fields.get('status') ?? node, '"status" must be "unreviewed" or "reviewed".');
  }
  const ordinal = fields.get('ordinal');
  if (ordinal !== undefined && !(Number.isInteger(ordinal.value) && (ordinal.value as number) >= 2)) {
    invalid(ordinal, '"ordinal" must be a whole number from 2.');
  }
  const to = text('to');
  const entry = defined({
    path: needed('path'),
    rule: needed('rule'),
    symbol: text('symbol') ?? '',
    site: needed('site'),
    to,
    kind: text('kind'),
    context: text('context') ?? (to === undefined ? undefined : 'production'),
    symbols: names('symbols') ?? (to === undefined ? undefined : []),
    clauses: names('clauses'),
    scope: text('scope'),
    members: names('members'),
    ordinal: ordinal?.value as number | undefined,
    module: text('module'),
    status: status as BaselineEntry['status'],
    question: text('question'),
    approvedBy: text('approvedBy'),
    span: spanOf(node),
  });
  return valid ? entry : undefined;
}

/** The properties of an object by key; reports keys that are not known or stand twice. */
function propertiesOf(node: Node, known: readonly string[], report: Report): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    const name = key.value as string;
    if (found.has(name)) report('config/conflict', spanOf(key), `"${name}" stands twice.`);
    else if (known.includes(name)) found.set(name, value);
    else {
      const near = closest(name, known);
      const hint = distance(name, near) <= 3 ? ` Is "${near}" meant?` : '';
      report('config/unknown-key', spanOf(key), `A baseline knows no "${name}".${hint}`);
    }
  }
  return found;
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops the properties that are undefined, as exact optional properties ask. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>;
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

function wordsOf(error: ParseError): string {
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.charAt(0).toLowerCase() + words.slice(1).toLowerCase();
}
