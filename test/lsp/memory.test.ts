import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { queryObjects } from 'node:v8';
import { beforeAll, expect, test } from 'vitest';
import { fixture } from '../e2e/fixture.js';
import type { Editor } from './client.js';
import { editorInMemory } from './in-memory.js';

const source = (i: number): string => `
export async function findUser(id: string): Promise<string | null> {
  try {
    const response = await fetch(\`/users/${i}/\${id}\`, { signal: AbortSignal.timeout(2000) });
    return response.status === 404 ? null : response.text();
  } catch {
    return null;
  }
}
`;
const user = `
import { findUser } from './store.js';
export const both = async (id: string) => [await findUser(id)];
`;
const files = {
  'package.json': '{ "name": "kept", "type": "module" }',
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" } }',
  'src/store.ts': source(0),
  'src/user.ts': user,
};

const load = createRequire(import.meta.url);
/** A class of the built engine, which the server in this process runs. */
function built(path: string, name: string): abstract new (...args: never) => unknown {
  // lintel-ignore-next-line arch/unknown-target: the built engine, which is no source
  const url = new URL(`../../dist/core/engine/${path}.js`, import.meta.url);
  // lintel-ignore-next-line arch/unknown-target: the built engine, which is no source
  return load(fileURLToPath(url))[name];
}

let editor: Editor;
let settled = 0;
beforeAll(async () => {
  const { root, cache } = fixture(files);
  editor = await editorInMemory({ root, cache, onSettled: () => settled++ });
  editor.open('src/store.ts', source(0));
  editor.open('src/user.ts', user);
});

/** Each edit is seen through: both waves of it are shown before the next. */
async function edits(from: number, to: number): Promise<void> {
  for (let i = from; i <= to; i++) {
    editor.change('src/store.ts', `import './nowhere-${i}.js';\n${source(i)}`, i);
    await editor.diagnostics(
      'src/store.ts',
      ({ version, diagnostics }) =>
        version === i && diagnostics.some(({ code }) => String(code).startsWith('failure/')),
    );
    editor.published.splice(0);
  }
}

test('what was known of earlier texts is let go, however many edits follow', async () => {
  const kept = {
    snapshots: built('snapshot', 'Snapshot'),
    analyses: built('analysis/failure-checks', 'FailureHolder'),
  };
  const count = (): number[] => Object.values(kept).map(each => queryObjects(each, { format: 'count' }));
  await edits(2, 11);
  const few = count();
  await edits(12, 36);
  const many = count();
  expect(Math.min(...few)).toBeGreaterThan(0);
  for (const [i, now] of many.entries()) expect(now, Object.keys(kept)[i]).toBeLessThanOrEqual(few[i]! + 2);
  // Once, when the engine stands, garbage is bounded.
  expect(settled).toBe(1);
}, 60_000);
