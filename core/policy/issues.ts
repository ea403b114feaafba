import type { z } from 'zod';
import { describeLocation, type JsonDocument, keySpanAt, type Location, nodeAt, spanAt, spanOf } from './document.js';
import { nearest, suggestion } from './nearest.js';
import type { PolicyProblem } from './policy.js';
import { keySeparator } from './schema/words.js';

type Issue = z.core.$ZodIssue;

/** What zod found, as problems with the exact place in the text. */
export function problemsOfIssues(document: JsonDocument, issues: readonly Issue[]): PolicyProblem[] {
  return issues.flatMap(issue => problemsOfIssue(document, issue, []));
}

function problemsOfIssue(document: JsonDocument, issue: Issue, outer: Location): PolicyProblem[] {
  const location = [...outer, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => unknownKey(document, location, key, issue.message));
  if (issue.code === 'invalid_key') return [keyProblem(document, location)];
  if (!nodeAt(document, location)) return [missingKey(document, location)];
  if (issue.code === 'invalid_union') return unionProblems(document, issue.errors, location);
  return [invalidValue(document, location, expectation(issue), wordsOf(issue))];
}

function unknownKey(document: JsonDocument, location: Location, key: string, validKeys: string): PolicyProblem {
  const hint = suggestion(key, validKeys.split(keySeparator), 40);
  return {
    rule: 'config/unknown-key',
    path: document.path,
    span: keySpanAt(document, [...location, key]),
    message: `Unknown key "${key}" in ${describeLocation(location)}: nothing would read it.${hint}`,
    data: { key, ...nearestData(key, validKeys.split(keySeparator)) },
  };
}

function missingKey(document: JsonDocument, location: Location): PolicyProblem {
  const key = String(location.at(-1) ?? '');
  const owner = location.slice(0, -1);
  const node = nodeAt(document, owner);
  const inProperty = node?.parent?.type === 'property';
  const span = inProperty || !node ? keySpanAt(document, owner) : { start: node.offset, end: node.offset + 1 };
  return {
    rule: 'config/invalid-value',
    path: document.path,
    span,
    message: `"${key}" is missing in ${describeLocation(owner)}. Add it.`,
    data: { key },
  };
}

function keyProblem(document: JsonDocument, location: Location): PolicyProblem {
  return {
    rule: 'config/invalid-value',
    path: document.path,
    span: keySpanAt(document, location),
    message: `${describeLocation(location)} has an empty or invalid name. Give it one.`,
  };
}

function invalidValue(
  document: JsonDocument,
  location: Location,
  expected: string,
  words: readonly string[],
): PolicyProblem {
  const node = nodeAt(document, location);
  const value: unknown = node?.value;
  const isWord = typeof value === 'string' && words.length > 0;
  const hint = isWord ? nearest(value, words) : undefined;
  return {
    rule: 'config/invalid-value',
    path: document.path,
    span: node ? spanOf(node) : spanAt(document, location),
    message: `${shown(node?.type, value)} is not valid for ${describeLocation(location)}: ${expected}.${hint === undefined ? '' : ` Did you mean "${hint}"?`}`,
    ...(hint === undefined ? {} : { data: { nearest: hint } }),
  };
}

/** The problems of the branch that the person most likely meant: one whose own type fits; else what all branches expect. */
function unionProblems(document: JsonDocument, branches: readonly Issue[][], location: Location): PolicyProblem[] {
  const meant = branches.filter(issues => !issues.some(issue => issue.path.length === 0 && isTypeIssue(issue)));
  const [best] = meant.sort((a, b) => a.length - b.length);
  if (best) return best.flatMap(issue => problemsOfIssue(document, issue, location));
  const own = branches.flatMap(issues => issues.filter(issue => issue.path.length === 0));
  const expected = [...new Set(own.map(expectation))].join(', or ');
  return [invalidValue(document, location, expected, own.flatMap(wordsOf))];
}

function isTypeIssue(issue: Issue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${article(issue.expected)}`;
    case 'invalid_value':
      return `expected ${issue.values.map(value => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'it is empty' : `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(expectation))].join(', or ');
    default:
      return issue.message;
  }
}

const articles: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  tuple: 'a list',
};

function article(expected: string): string {
  return articles[expected] ?? expected;
}

function wordsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.filter(value => typeof value === 'string');
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(wordsOf) : [];
}

function shown(type: string | undefined, value: unknown): string {
  if (type === 'array') return 'This list';
  if (type === 'object') return 'This object';
  const text = JSON.stringify(value) ?? 'This';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function nearestData(word: string, candidates: readonly string[]): { nearest?: string } {
  const best = nearest(word, candidates);
  return best === undefined ? {} : { nearest: best };
}
