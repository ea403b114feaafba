import { expect, test } from 'vitest';
import { noFactsCache } from '../../../core/engine/extraction/facts-cache.js';
import { inProcessFrontEnd } from '../../../core/engine/extraction/front-end.js';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { Workspace } from '../../../core/engine/workspace.js';
import type { FileSystem } from '../../../core/files/file-system.js';
import { memoryFileSystem } from '../../../core/files/memory.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';
import { openFiles } from '../../harness/check-files.js';
import { applied, type Files, randomEdit, randomFrom, randomWorkspace } from './random-workspace.js';

const parser = typescriptParser();

/** A disk that others write to: every look sees what is there now, with times that tell changes apart. */
function liveDisk(first: Files) {
  let now = memoryFileSystem(first);
  let files = first;
  const writtenAt = new Map<string, number>();
  let clock = 1;
  const fs: FileSystem = {
    root: now.root,
    readBytes: path => now.readBytes(path),
    stat: path => {
      const stat = now.stat(path);
      return stat?.kind === 'file' ? { ...stat, mtimeMs: writtenAt.get(path) ?? 1 } : stat;
    },
    list: folder => now.list(folder),
    realPath: path => now.realPath(path),
  };
  return {
    fs,
    write(next: Files) {
      clock++;
      for (const path of Object.keys(next)) if (next[path] !== files[path]) writtenAt.set(path, clock);
      files = next;
      now = memoryFileSystem(next);
    },
  };
}

function open(fs: FileSystem, keepsPolicy = false): Promise<Workspace> {
  return Workspace.open({
    fs,
    means: { frontEnd: inProcessFrontEnd(() => parser), cache: noFactsCache, today: '2026-06-30', keepsPolicy },
  });
}

function seen(snapshot: Snapshot) {
  const edges = snapshot.graph.files.map(path => [path, snapshot.graph.edges(path)]);
  return { report: snapshot.report({ minSeverity: 'hint' }), edges, revision: snapshot.revision };
}

test('changes on the disk and open buffers over them end as a fresh run does', async () => {
  for (let sequence = 0; sequence < 40; sequence++) {
    const random = randomFrom(4_711 + sequence);
    let onDisk = randomWorkspace(random);
    const disk = liveDisk(onDisk);
    const workspace = await open(disk.fs);
    const buffers = new Map<string, string>();
    for (let i = 0; i < 8; i++) {
      const edit = randomEdit(random, onDisk);
      onDisk = applied(onDisk, edit);
      disk.write(onDisk);
      const changed = random(3) === 0 ? ('all' as const) : edit.map(change => change.path);
      const dropped = [...buffers.keys()].filter(() => random(3) === 0);
      for (const path of dropped) buffers.delete(path);
      const laid = randomEdit(random, onDisk).flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
      for (const { path, text } of laid) buffers.set(path, text);
      const snapshot = await workspace.take({ laid, dropped, changed });
      const fresh = await openFiles({ ...onDisk, ...Object.fromEntries(buffers) });
      expect(seen(snapshot), `sequence ${sequence}, step ${i}`).toEqual(seen(fresh.snapshot));
    }
  }
}, 120_000);

test('a folder stands for the files it had, and for those it has', async () => {
  const files: Files = { 'src/a.ts': `import './deep/b';\n`, 'src/deep/b.ts': '' };
  const disk = liveDisk(files);
  const workspace = await open(disk.fs);
  disk.write({ 'src/a.ts': files['src/a.ts'] ?? '' });
  expect((await workspace.take({ changed: ['src/deep'] })).findings.map(({ rule }) => rule)).toEqual([
    'arch/unresolved-import',
  ]);
  disk.write(files);
  expect((await workspace.take({ changed: ['src/deep'] })).findings).toEqual([]);
});

test('while the policy cannot be used the last good one stays in force and the file says what is wrong', async () => {
  const policy = `{ "version": 1, "modules": [
    { "id": "a", "path": "src/a", "dependsOn": ["nowhere"] }, { "id": "b", "path": "src/b", "dependsOn": [] } ] }`;
  const files: Files = { 'architecture.jsonc': policy, 'src/a/x.ts': `import '../b/y';\n`, 'src/b/y.ts': '' };
  const disk = liveDisk(files);
  const workspace = await open(disk.fs, true);
  const brief = ({ findings }: Snapshot) => findings.map(({ rule, path }) => `${rule} ${path}`);
  expect(brief(workspace.snapshot)).toEqual([
    'arch/vacuous-rule architecture.jsonc',
    'arch/dependency-not-allowed src/a/x.ts',
  ]);
  const broken = policy.replace('"version": 1', '"version": "one"');
  const kept = await workspace.apply([{ path: 'architecture.jsonc', text: broken }]);
  expect(brief(kept)).toEqual(['config/invalid-value architecture.jsonc', 'arch/dependency-not-allowed src/a/x.ts']);
  expect(kept.report().status).toBe('not_checked');
  const edited = await workspace.apply([{ path: 'src/b/z.ts', text: `import '../a/x';\n` }]);
  expect(brief(edited)).toEqual([...brief(kept), 'arch/dependency-not-allowed src/b/z.ts']);
  const mended = await workspace.apply([{ path: 'architecture.jsonc', text: policy.replace('"nowhere"', '"b"') }]);
  expect(brief(mended)).toEqual(['arch/dependency-not-allowed src/b/z.ts']);
  expect(mended.report().status).toBe('violations');
});
