import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { noFactsCache } from '../../../core/engine/extraction/facts-cache.js';
import { inProcessFrontEnd } from '../../../core/engine/extraction/front-end.js';
import { DiskView } from '../../../core/engine/shared/disk-view.js';
import { inventoryNow } from '../../../core/engine/situation.js';
import { Workspace } from '../../../core/engine/workspace.js';
import { diskFileSystem } from '../../../core/files/disk.js';
import type { FileSystem } from '../../../core/files/file-system.js';
import { folderEvents } from '../../../core/host/folder-events.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';
import { randomFrom } from './random-workspace.js';

const parser = typescriptParser();
const parent = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-view-')));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const folders = ['src', 'src/a', 'src/a/deep', 'src/b', 'lib'];
const fileCount = 40;

function open(root: string): Promise<Workspace> {
  return Workspace.open({
    fs: diskFileSystem(root),
    means: { frontEnd: inProcessFrontEnd(() => parser), cache: noFactsCache, today: '2026-06-30' },
  });
}

function freshRoot(name: string): string {
  const root = join(parent, name);
  for (let i = 0; i < fileCount; i++)
    put(root, `${folders[i % folders.length]}/f${i}.ts`, `export const v${i} = ${i};\n`);
  put(root, 'package.json', '{"name":"view"}\n');
  put(root, '.gitignore', 'dist\n');
  return root;
}

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** A resident view of a root, and how often it looked at a path on the disk. */
async function residentOver(root: string) {
  const openedAtMs = Date.now();
  const workspace = await open(root);
  const disk = diskFileSystem(root);
  let stats = 0;
  const count: FileSystem['stat'] = path => {
    stats++;
    return disk.stat(path);
  };
  const counting: FileSystem = { ...disk, stat: count };
  const inventory = () => inventoryNow(workspace.snapshot.moment.situation, disk);
  const parts = { disk: counting, root, now: () => Date.now(), inventory, events: folderEvents(root) };
  const view = new DiskView(parts, workspace.snapshot, openedAtMs);
  return {
    async revision() {
      stats = 0;
      const changed = await view.changedSince(workspace.snapshot);
      const looked = stats;
      const snapshot = changed.length > 0 ? await workspace.take({ changed }) : workspace.snapshot;
      return { revision: snapshot.revision, files: snapshot.graph.files, changed, looked };
    },
    async close() {
      view.close();
      await workspace.close();
    },
  };
}

async function fresh(root: string) {
  const workspace = await open(root);
  const { revision, graph } = workspace.snapshot;
  await workspace.close();
  return { revision, files: graph.files };
}

test.runIf(process.platform === 'linux')(
  'what nobody touched is not looked at, and what was is never missed',
  async () => {
    const root = freshRoot('few');
    const resident = await residentOver(root);
    await resident.revision();
    expect((await resident.revision()).looked).toBe(0);
    writeFileSync(join(root, 'src/a/f1.ts'), 'export const v1 = 2;\n');
    const edited = await resident.revision();
    expect(edited.changed).toEqual(['src/a/f1.ts']);
    expect(edited.looked).toBeLessThan(5);
    put(root, 'src/b/new.ts', 'export const fresh = 1;\n');
    const added = await resident.revision();
    expect(added.changed).toEqual(['src/b/new.ts']);
    expect(added.looked).toBeLessThan(5);
    expect({ revision: added.revision, files: added.files }).toEqual(await fresh(root));
    // A folder, and what comes into it later.
    put(root, 'src/c/one.ts', 'export const one = 1;\n');
    expect((await resident.revision()).changed).toContain('src/c/one.ts');
    put(root, 'src/c/two.ts', 'export const two = 2;\n');
    expect((await resident.revision()).changed).toEqual(['src/c/two.ts']);
    // The same name, another folder.
    renameSync(join(root, 'src/c'), join(root, 'src/d'));
    put(root, 'src/c/three.ts', 'export const three = 3;\n');
    await resident.revision();
    writeFileSync(join(root, 'src/c/three.ts'), 'export const three = 4;\n');
    expect((await resident.revision()).changed).toEqual(['src/c/three.ts']);
    // What is ignored is nobody's business, until it is no longer.
    put(root, 'dist/out.ts', 'export const out = 1;\n');
    expect((await resident.revision()).changed).toEqual([]);
    writeFileSync(join(root, '.gitignore'), '\n');
    await resident.revision();
    await resident.revision();
    writeFileSync(join(root, 'dist/out.ts'), 'export const out = 2;\n');
    const last = await resident.revision();
    expect({ revision: last.revision, files: last.files }).toEqual(await fresh(root));
    await resident.close();
  },
);

test('after any changes the next look is what a fresh run sees', async () => {
  for (let sequence = 0; sequence < 2; sequence++) {
    const random = randomFrom(77 + sequence);
    const root = freshRoot(`random-${sequence}`);
    const resident = await residentOver(root);
    for (let i = 0; i < 12; i++) {
      for (let edits = random(4); edits >= 0; edits--) change(root, random, i);
      const { revision, files } = await resident.revision();
      expect({ step: i, revision, files }).toEqual({ step: i, ...(await fresh(root)) });
    }
    await resident.close();
  }
});

test('more changes at once than the system tells of', async () => {
  const root = freshRoot('many');
  const resident = await residentOver(root);
  await resident.revision();
  for (let i = 0; i < 800; i++) put(root, `lib/many${i % 50}.ts`, `export const n${i} = ${i};\n`);
  const { revision, files } = await resident.revision();
  expect({ revision, files }).toEqual(await fresh(root));
  await resident.close();
});

/** Some change as people, editors and tools make them. */
function change(root: string, random: (below: number) => number, step: number): void {
  const folder = folders[random(folders.length)]!;
  const file = `${folder}/f${random(fileCount)}.ts`;
  const other = `${folders[random(folders.length)]}/f${random(fileCount)}.ts`;
  const text = `export const v = ${step}${random(9)};\n`;
  const remove = (path: string) => rmSync(join(root, path), { recursive: true, force: true });
  const move = (from: string, to: string) => renameSync(join(root, from), join(root, to));
  const kinds = [
    () => remove(file),
    () => put(root, `${folder}/new${step}/n${random(5)}.ts`, text),
    () => {
      // As editors save: beside it, then over it.
      put(root, `${folder}/.f.tmp`, text);
      move(`${folder}/.f.tmp`, file);
    },
    () => remove(`${folder}/new${random(step + 1)}`),
    () => {
      remove('moved');
      put(root, `${folder}/kept.ts`, text);
      move(folder, 'moved');
    },
    () => {
      put(root, `${folder}/kept.ts`, text);
      put(root, other, text);
      move(`${folder}/kept.ts`, other);
    },
    () => put(root, `${folder}/${['package.json', 'tsconfig.json', 'notes.md'][random(3)]}`, '{}\n'),
    () => put(root, file, text),
  ];
  kinds[random(kinds.length)]!();
}
