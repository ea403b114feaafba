import { extname } from 'node:path';
import { Node, Project } from 'ts-morph';
import type { Write } from './case.js';
import type { SeedMaker } from './seed-imports.js';

/** Statements on one line that wait for something, at least two levels deep: inside of a function. */
function awaited(text: string): readonly { readonly line: string; readonly indent: string }[] {
  return text
    .split('\n')
    .flatMap(line => {
      const [, indent] = /^(\s{2,})await [\w.]+(?:<[\w.]+>)?\([^;]*\);?$/.exec(line) ?? [];
      return indent === undefined || !isBalanced(line) ? [] : [{ line, indent }];
    })
    .filter(({ line }) => text.split(line).length === 2);
}

/** Values on one line that are waited for. */
function assigned(text: string): readonly { readonly line: string; readonly call: string }[] {
  return text
    .split('\n')
    .flatMap(line => {
      const [, call] = /^\s{2,}const \w+ = (await [\w.]+(?:<[\w.]+>)?\([^;]*\));?$/.exec(line) ?? [];
      return call === undefined || !isBalanced(line) ? [] : [{ line, call }];
    })
    .filter(({ line }) => text.split(line).length === 2);
}

function isBalanced(line: string): boolean {
  let depth = 0;
  for (const char of line) {
    if (char === '(' || char === '{' || char === '[') depth++;
    if (char === ')' || char === '}' || char === ']') depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const isProduction = (write: Write, isTest: (path: string) => boolean) =>
  !isTest(write.path) && !write.path.endsWith('.d.ts');

const swallowing = [
  'failure/swallowed-exception',
  'failure/conflated-failure',
  'failure/fabricated-default',
  'failure/false-success',
  'async/floating-promise',
];

export const swallowed: SeedMaker = (write, { snapshot, pick }) => {
  if (!isProduction(write, path => snapshot.policy.isTest(path))) return undefined;
  const site = pick(awaited(write.text));
  if (!site) return undefined;
  const { line, indent } = site;
  const inside = pick(['', `${indent}  // ignore\n`, `${indent}  // nothing to do\n`]) ?? '';
  const body = `${indent}try {\n${indent}  ${line.trim()}\n${indent}} catch {\n${inside}${indent}}`;
  return {
    ...write,
    clean: write.text,
    kind: 'swallowed failure',
    rules: swallowing,
    what: `swallows ${line.trim()}`,
    text: write.text.replace(line, () => body),
  };
};

export const conflated: SeedMaker = (write, { snapshot, pick }) => {
  if (!isProduction(write, path => snapshot.policy.isTest(path))) return undefined;
  const site = pick(assigned(write.text));
  if (!site) return undefined;
  const { line, call } = site;
  const next = line.replace(call, () => `${call}.catch(() => null)`);
  return {
    ...write,
    clean: write.text,
    kind: 'conflated failure',
    rules: swallowing,
    what: `takes a failure of ${call} for null`,
    text: write.text.replace(line, () => next),
  };
};

export const lostCause: SeedMaker = (write, { snapshot, pick }) => {
  if (!isProduction(write, path => snapshot.policy.isTest(path))) return undefined;
  const site = pick(awaited(write.text));
  if (!site) return undefined;
  const { line, indent } = site;
  const body = `${indent}try {\n${indent}  ${line.trim()}\n${indent}} catch (error) {\n${indent}  throw new Error('That did not work');\n${indent}}`;
  return {
    ...write,
    clean: write.text,
    kind: 'lost cause',
    rules: ['error-value/lost-cause'],
    what: `throws a new error for ${line.trim()}`,
    text: write.text.replace(line, () => body),
  };
};

const unchecked = [
  `export async function loadSeeded(url: string): Promise<unknown> {
  const response = await fetch(url);
  return response.json();
}`,
  `export async function fetchSeeded(id: string): Promise<string> {
  const res = await fetch(\`https://api.example.com/items/\${id}\`, { method: 'GET' });
  const body = await res.text();
  return body.trim();
}`,
  `export const postSeeded = async (payload: object): Promise<{ id: string }> => {
  const answer = await fetch('https://api.example.com/items', { method: 'POST', body: JSON.stringify(payload) });
  return (await answer.json()) as { id: string };
};`,
];

export const missingStatusCheck: SeedMaker = (write, { snapshot, pick }) => {
  if (!isProduction(write, path => snapshot.policy.isTest(path))) return undefined;
  const code = pick(unchecked) ?? '';
  const text = write.path.endsWith('.js') ? undefined : `${write.text.trimEnd()}\n\n${code}\n`;
  if (text === undefined) return undefined;
  return {
    ...write,
    clean: write.text,
    kind: 'missing status check',
    rules: ['remote/unchecked-http-status'],
    what: code.split('\n', 1)[0] ?? '',
    text,
  };
};

/**
 * A function of the repository under another name, its parameters renamed: one that the file imports already or, where there
 * is none, one of its own module. To import it is the right way that is known.
 */
export const copiedHelper: SeedMaker = (write, { snapshot, read, pick }) => {
  const { graph, policy } = snapshot;
  if (!isProduction(write, path => policy.isTest(path)) || !graph.has(write.path)) return undefined;
  const imported = graph
    .edges(write.path)
    .flatMap(({ target, kind }) => (target.kind === 'file' && kind !== 'type' ? [target.path] : []));
  const module = policy.moduleOf(write.path);
  const own = module === undefined ? [] : graph.files.filter(path => policy.moduleOf(path) === module);
  for (let tries = 0; tries < 160; tries++) {
    const path = pick(tries < 40 && imported.length > 0 ? imported : own);
    if (
      !path ||
      path === write.path ||
      extname(path) !== extname(write.path) ||
      policy.isTest(path) ||
      policy.isFixture(path)
    )
      continue;
    const text = read(path);
    const functions = text?.match(
      /^export (?:async )?function \w+\([^)]*\)(?::[^\n{]*)? \{\n(?:(?: .*)?\n){6,40}?\}\n/gm,
    );
    const found = functions && pick(functions);
    const name = /function (\w+)\(/.exec(found ?? '')?.[1];
    if (!found || !name || graph.facts(path)?.generated) continue;
    const copy = renamedCopy(found, extname(path));
    return {
      ...write,
      clean: write.text,
      kind: 'copied helper',
      rules: [],
      copyOf: `${name}Here`,
      what: `repeats ${path}#${name}`,
      text: `${write.text.trimEnd()}\n\n${copy}`,
    };
  }
  return undefined;
};

/** The function under another name and with other names for its parameters, no longer exported. */
function renamedCopy(text: string, ending: string): string {
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { allowJs: true } });
  const file = project.createSourceFile(`copy${ending}`, text);
  const [made] = file.getFunctions();
  for (const parameter of made?.getParameters() ?? []) {
    const name = parameter.getNameNode();
    if (Node.isIdentifier(name)) name.rename(`${name.getText()}Given`);
  }
  made?.rename(`${made.getName()}Here`);
  made?.setIsExported(false);
  return file.getFullText();
}
