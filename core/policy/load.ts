import type { Node } from 'jsonc-parser';
import type { z } from 'zod';
import { compareText, type FilePath } from '../files/paths.js';
import { formProblems } from './checks.js';
import { type JsonDocument, plainValue, readDocument, spanOf } from './document.js';
import { problemsOfIssues } from './issues.js';
import type { PolicyProblem } from './policy.js';
import {
  architectureModuleSchema,
  architectureSchema,
  type NarrowingDocument,
  type PolicyDocument,
  policyVersion,
} from './schema.js';

/** A text that belongs to the policy, as it was read. */
export interface PolicyText {
  readonly path: FilePath;
  readonly text: string;
}

/** An `architecture.module.jsonc` that has the right form. */
export interface LoadedNarrowing {
  readonly json: JsonDocument;
  readonly document: NarrowingDocument;
}

/** The policy files read and checked for form; nothing is bound to files yet. Immutable. */
export interface LoadedPolicy {
  readonly json: JsonDocument;
  /** Defaults filled in; undefined when the file is not usable. */
  readonly document: PolicyDocument | undefined;
  readonly narrowings: readonly LoadedNarrowing[];
  /** Errors of form, sorted; any of them makes the policy unusable. */
  readonly problems: readonly PolicyProblem[];
  readonly usable: boolean;
}

/** Reads `architecture.jsonc` and the `architecture.module.jsonc` files. Never throws; every error of form is reported at once. */
export function loadPolicy(path: FilePath, text: string, moduleFiles: readonly PolicyText[] = []): LoadedPolicy {
  const main = readAs(path, text, architectureSchema);
  const modules = [...moduleFiles]
    .sort((a, b) => compareText(a.path, b.path))
    .map(file => readAs(file.path, file.text, architectureModuleSchema));
  const problems = [main, ...modules].flatMap(file => file.problems);
  if (main.document) problems.push(...formProblems(main.json, main.document));
  const usable = problems.length === 0;
  return {
    json: main.json,
    document: usable ? main.document : undefined,
    narrowings: modules.flatMap(({ json, document }) => (document ? [{ json, document }] : [])),
    problems: sortProblems(problems),
    usable,
  };
}

/** Problems by file, place, rule and message. */
export function sortProblems(problems: readonly PolicyProblem[]): PolicyProblem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.path, b.path) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      compareText(a.rule, b.rule) ||
      compareText(a.message, b.message),
  );
}

interface ReadFile<T> {
  readonly json: JsonDocument;
  readonly document: T | undefined;
  readonly problems: PolicyProblem[];
}

function readAs<S extends z.ZodType>(path: FilePath, text: string, schema: S): ReadFile<z.output<S>> {
  const json = readDocument(path, text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (json.problems.length > 0 || !json.root) return { json, document: undefined, problems: [...json.problems] };
  const repeated = repeatedKeys(path, json.root);
  const newer = newerVersion(json);
  if (newer) return { json, document: undefined, problems: [newer, ...repeated] };
  const value = plainValue(json.root);
  const parsed = schema.safeParse(value);
  const problems = [...repeated, ...hiddenKeys(path, json.root)];
  if (!parsed.success) problems.push(...problemsOfIssues(json, parsed.error.issues));
  return { json, document: parsed.success ? parsed.data : undefined, problems };
}

/** A file of a later format is not half understood: that is the one problem reported. */
function newerVersion(json: JsonDocument): PolicyProblem | undefined {
  const property = json.root?.children?.find(child => child.children?.[0]?.value === 'version');
  const node = property?.children?.[1];
  if (!node || typeof node.value !== 'number' || !Number.isInteger(node.value) || node.value <= policyVersion)
    return undefined;
  return {
    rule: 'config/invalid-value',
    path: json.path,
    span: spanOf(node),
    message: `Version ${node.value} of the file was written for a newer Lintel; this one reads version ${policyVersion}. Update Lintel.`,
  };
}

function repeatedKeys(path: FilePath, root: Node): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  visitObjects(root, object => {
    const seen = new Set<string>();
    for (const property of object.children ?? []) {
      const key = property.children?.[0];
      if (!key) continue;
      const name = String(key.value);
      if (seen.has(name)) {
        const message = `"${name}" stands twice in this object, and only one of them could count. Merge the two.`;
        problems.push({ rule: 'config/conflict', path, span: spanOf(key), message, data: { key: name } });
      }
      seen.add(name);
    }
  });
  return problems;
}

/** `__proto__` as a key is invisible to any schema library that builds plain objects. */
function hiddenKeys(path: FilePath, root: Node): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  visitObjects(root, object => {
    for (const property of object.children ?? []) {
      const key = property.children?.[0];
      if (key?.value !== '__proto__') continue;
      const message = 'Unknown key "__proto__": nothing would read it. Remove it.';
      problems.push({ rule: 'config/unknown-key', path, span: spanOf(key), message, data: { key: '__proto__' } });
    }
  });
  return problems;
}

function visitObjects(node: Node, visit: (object: Node) => void): void {
  if (node.type === 'object') visit(node);
  for (const child of node.children ?? []) visitObjects(child, visit);
}
