import { Project } from 'ts-morph';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaviourDelta } from '../../../core/engine/behaviour/behaviour-changes.js';
import type { Workspace } from '../../../core/engine/workspace.js';
import { type Site, sitesOf } from '../../bench/review/corpus.js';
import { refactorings } from '../../bench/review/refactorings.js';
import { seeds } from '../../bench/review/seeds.js';
import { openFiles } from '../../harness/check-files.js';

// A sample of test/bench/review-seeds.ts over code that offers a place to every kind of change.
const files = {
  'package.json': '{ "name": "shop", "type": "module" }',
  'src/orders.ts': `import { readFile, writeFile } from 'node:fs/promises';
export class Missing extends Error {}
export interface Order { readonly id: string; readonly total: number }
export async function loadOrder(folder: string, id: string): Promise<Order> {
  if (id === '' || folder === '') {
    throw new Missing(id);
  }
  const text = await readFile(folder + '/' + id, 'utf8');
  const order = JSON.parse(text) as Order;
  if (order.total < 0) throw new RangeError(id);
  return order;
}
export async function saveOrder(folder: string, order: Order): Promise<void> {
  await writeFile(folder + '/' + order.id, JSON.stringify(order));
}
export async function fetchOrder(id: string): Promise<Order> {
  const answer = await fetch('https://example.com/orders/' + id);
  if (!answer.ok) throw new Error('status ' + answer.status);
  return (await answer.json()) as Order;
}
export function labelOf(order: Order): string {
  if (order.total > 100) {
    return 'large';
  } else {
    return 'small';
  }
}
`,
  'src/shop.ts': `import { fetchOrder, labelOf, loadOrder, saveOrder } from './orders.js';
export async function sync(folder: string, id: string): Promise<string> {
  try {
    const known = await loadOrder(folder, id);
    return labelOf(known);
  } catch {
    const order = await fetchOrder(id);
    await saveOrder(folder, order);
    return labelOf(order);
  }
}
export async function again(folder: string, id: string): Promise<string> {
  return await sync(folder, id);
}
`,
};

let workspace: Workspace;
let sites: readonly Site[];
beforeAll(async () => {
  const project = new Project({ useInMemoryFileSystem: true });
  for (const [path, text] of Object.entries(files))
    if (path.endsWith('.ts')) project.createSourceFile(`/${path}`, text);
  sites = sitesOf(project, '/', 1);
  workspace = await openFiles(files);
});

async function told(path: string, before: string | undefined, after: string, other?: { path: string; text: string }) {
  const { snapshot } = workspace;
  const base = before === undefined ? snapshot : await snapshot.with([{ path, text: before }]);
  const delta = behaviourDelta(base, await base.with([{ path, text: after }, ...(other ? [other] : [])]));
  if (delta.status === 'not_checked') throw new Error(delta.reason);
  return delta.functions.filter(({ severity }) => severity !== 'hint');
}

const kindsOf: Readonly<Record<string, string>> = {
  'throw to null': 'throw-to-value',
  'cause dropped': 'cause-dropped',
  'await dropped': 'await-lost',
  'timeout dropped': 'protection-lost',
  swallow: 'swallowed',
  'catch widened': 'swallowed',
  'guard lost': 'failure-lost',
  'call moved into a loop': 'loop-entered',
  'retry added to a POST': 'retry-gained',
  'status check removed': 'failure-lost',
};

describe('a change under an unchanged signature is told of the function that brings it', () => {
  test.each(Object.keys(seeds))('%s', async kind => {
    const made = sites.flatMap(site => {
      const edit = seeds[kind]!(site);
      return edit ? [{ site, edit }] : [];
    });
    expect(made.length).toBeGreaterThan(0);
    for (const { site, edit } of made) {
      const functions = await told(site.path, edit.before, edit.after);
      expect(functions.map(({ symbol }) => symbol)).toEqual([site.name]);
      expect(functions[0]?.changes.map(each => each.kind)).toContain(kindsOf[kind]);
      const callers = site.path === 'src/orders.ts' ? ['sync'] : site.name === 'sync' ? ['again'] : [];
      expect([...new Set(functions[0]?.callers.map(({ symbol }) => symbol))]).toEqual(callers);
    }
  });
});

describe('a refactoring is silent', () => {
  test.each(Object.keys(refactorings))('%s', async kind => {
    const made = sites.flatMap(site => {
      const edit = refactorings[kind]!(site);
      return edit ? [{ site, edit }] : [];
    });
    expect(made.length).toBeGreaterThan(0);
    for (const { site, edit } of made) {
      const functions = await told(site.path, edit.before, edit.after, edit.other);
      expect({ site: site.name, says: functions.map(({ changes }) => changes.map(({ says }) => says)) }).toEqual({
        site: site.name,
        says: [],
      });
    }
  });
});

test('an error class that is another is told, and to whom that matters', async () => {
  const text = files['src/orders.ts'].replace('throw new RangeError(id)', 'throw new TypeError(id)');
  const [found] = await told('src/orders.ts', undefined, text);
  expect(found?.changes.map(({ says }) => says)).toEqual(['throws TypeError where it threw RangeError']);
});

test('another signature is left to the type checker', async () => {
  const text = files['src/orders.ts'].replace(
    'id: string): Promise<Order> {\n  if',
    'id: number): Promise<Order> {\n  if',
  );
  const base = workspace.snapshot;
  const delta = behaviourDelta(base, await base.with([{ path: 'src/orders.ts', text }]));
  expect(delta).toMatchObject({ status: 'checked', otherSignature: 1, functions: [] });
});
