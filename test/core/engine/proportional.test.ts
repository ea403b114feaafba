import { afterEach, describe, expect, test, vi } from 'vitest';
import { PathNumbers } from '../../../core/engine/analysis/numbering.js';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { openFiles } from '../../harness/check-files.js';

/** Folders of ten files that import within the folder and each the one before it; the first is a hub that all import. */
function repository(folders: number): Record<string, string> {
  const files: Record<string, string> = {
    'package.json': '{ "name": "app" }',
    'src/hub.ts':
      'export class Lost extends Error { get size() { return 2; } }\nexport interface Port { run(id: string): string }\nexport function find(id: string) { if (!id) throw new Lost("x"); return id; }\n',
  };
  for (let folder = 0; folder < folders; folder++)
    for (let file = 0; file < 10; file++) {
      const path = `src/m${folder}/f${file}.ts`;
      const before = folder > 0 && file === 0 ? `import { load0 as other } from '../m${folder - 1}/f0';\n` : '';
      const within = file > 0 ? `import { load${file - 1} as near } from './f${file - 1}';\n` : '';
      const call = file > 0 ? 'near(id)' : before ? 'other(id)' : 'find(id)';
      files[path] =
        `import { find, Lost } from '../hub';\n${before}${within}export function load${file}(id: string) {\n  try { return ${call} + find(id); } catch (error) { if (error instanceof Lost) return ''; throw error; }\n}\nexport class Store${file} { get(id: string) { return load${file}(id); } }\n`;
    }
  return files;
}

/** Paths that are looked up while something is done: whatever is kept by file is kept by its number. */
async function looked(work: () => Promise<unknown>): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  const { of, known, path } = PathNumbers.prototype;
  vi.spyOn(PathNumbers.prototype, 'of').mockImplementation(function (this: PathNumbers, each) {
    paths.add(each);
    return of.call(this, each);
  });
  vi.spyOn(PathNumbers.prototype, 'known').mockImplementation(function (this: PathNumbers, each) {
    paths.add(each);
    return known.call(this, each);
  });
  vi.spyOn(PathNumbers.prototype, 'path').mockImplementation(function (this: PathNumbers, number) {
    const found = path.call(this, number);
    paths.add(found);
    return found;
  });
  await work();
  vi.restoreAllMocks();
  return paths;
}

afterEach(() => {
  vi.restoreAllMocks();
});

const told = (snapshot: Snapshot) => [snapshot.firstFindings, snapshot.findings];

describe('the files that are looked at after an edit are as many in a large workspace as in a small one', async () => {
  const [small, large] = [repository(4), repository(40)];
  const [few, many] = [await openFiles(small), await openFiles(large)];
  for (const { snapshot } of [few, many]) told(snapshot);
  const path = 'src/m2/f4.ts';
  const text = small[path]!;
  const edits: Readonly<Record<string, (text: string) => string>> = {
    'a comment': text => `// a comment\n${text}`,
    'a body': text => text.replace('try {', 'const length = id.length; try {'),
    'a failure': text => text.replace('try {', 'if (id === "x") throw new TypeError(id); try {'),
    'an import': text => `import '../m1/f3';\n${text}`,
    'an import that leads nowhere': text => `import './nowhere';\n${text}`,
    'an import of a server': text => `import 'express';\n${text}`,
    'an export': text => `${text}export function more(id: string) { return id; }\n`,
    'a class': text =>
      `${text}export class More extends Lost implements Port { run(id: string) { return id; } get size() { return 1; } }\n`,
  };
  for (const [name, edit] of Object.entries(edits))
    test(name, async () => {
      const counts: number[] = [];
      for (const workspace of [few, many]) {
        const base = workspace.snapshot;
        // Another proposal on the same base: what it took and what it made is no burden on the next.
        told(await base.with([{ path, text: `${text}// warm\n` }]));
        const paths = await looked(async () => told(await base.with([{ path, text: edit(text) }])));
        counts.push(paths.size);
      }
      expect(counts[1]).toBe(counts[0]);
    });

  const arrivals: Readonly<Record<string, readonly { path: string; text: string | undefined }[]>> = {
    'a new file': [
      { path: 'src/m2/fresh.ts', text: "import { find } from '../hub';\nexport const fresh = find('x');\n" },
    ],
    'a new file beside one of the same name': [{ path: 'src/m2/f4.js', text: 'export const other = 1;\n' }],
    'a new folder': [{ path: 'src/m2/deep/fresh.ts', text: "import { load4 } from '../f4';\nload4('x');\n" }],
    'a file goes': [{ path, text: undefined }],
    'a file moves': [
      { path, text: undefined },
      { path: 'src/m2/moved.ts', text },
    ],
  };
  for (const [name, changes] of Object.entries(arrivals))
    test(name, async () => {
      const counts: number[] = [];
      for (const { snapshot } of [few, many]) {
        told(await snapshot.with([{ path: 'src/m2/warm.ts', text: 'export const warm = 1;\n' }]));
        counts.push((await looked(async () => told(await snapshot.with(changes)))).size);
      }
      expect(counts[1]).toBe(counts[0]);
    });

  test('an export of a file that all import: nobody is checked again for what imports break', async () => {
    const hub = small['src/hub.ts']!;
    const counts: number[] = [];
    for (const { snapshot } of [few, many]) {
      const changes = [{ path: 'src/hub.ts', text: `${hub}export const more = 1;\nconst own = 2;\n` }];
      counts.push((await looked(async () => (await snapshot.with(changes)).firstFindings)).size);
    }
    expect(counts[1]).toBe(counts[0]);
  });
});
