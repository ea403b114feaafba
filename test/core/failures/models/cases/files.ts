import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cases } from '../case.js';
import { invoke } from '../installed.js';
import { calledBack, emitted, iterated, rejected, thrown } from '../observe.js';

let folder: string | undefined;

/** A folder with a file `file`, a folder `full` that has one, and nothing else. */
function place(name: string): string {
  if (!folder) {
    folder = fs.mkdtempSync(join(tmpdir(), 'lintel-models-'));
    const made = folder;
    fs.writeFileSync(join(made, 'file'), 'x');
    fs.mkdirSync(join(made, 'full'));
    fs.writeFileSync(join(made, 'full/one'), '1');
    process.on('exit', () => fs.rmSync(made, { recursive: true, force: true }));
  }
  return join(folder, name);
}

/** Arguments of a call on a path, besides the path. */
const further: Record<string, (path: string) => unknown[]> = {
  writeFile: () => ['x'],
  appendFile: () => ['x'],
  copyFile: path => [`${path}2`],
  cp: path => [`${path}2`, {}],
  rename: path => [`${path}2`],
  link: path => [`${path}2`],
  open: () => ['r'],
  chmod: () => [0o600],
  chown: () => [process.getuid?.() ?? 0, process.getgid?.() ?? 0],
  utimes: () => [0, 0],
};
const base = (name: string) => name.replace(/Sync$/, '');
const argsFor = (name: string, path: string) => [path, ...(further[base(name)]?.(path) ?? [])];
/** Symbolic links may point to nothing; what fails is where they are made. */
const argsForMissing = (name: string) =>
  base(name) === 'symlink' ? ['x', place('none/link')] : argsFor(name, place('none/missing'));

const onPaths = [
  'readFile',
  'stat',
  'lstat',
  'access',
  'realpath',
  'readdir',
  'opendir',
  'writeFile',
  'copyFile',
  'cp',
  'appendFile',
  'open',
  'mkdir',
  'symlink',
  'link',
  'unlink',
  'rm',
  'rmdir',
  'rename',
];
const more = ['statfs', 'readlink', 'mkdtemp', 'chmod', 'chown', 'utimes', 'truncate'];
const sync = [...onPaths, ...more].map(name => `${name}Sync`);
const existing = ['mkdir', 'symlink', 'link'];
const existingArgs = (name: string) => (base(name) === 'mkdir' ? [place('full')] : [place('file'), place('full/one')]);

async function closedHandle(): Promise<fsPromises.FileHandle> {
  const handle = await fsPromises.open(place('file'));
  await handle.close();
  return handle;
}

const handleReads = ['readFile', 'read', 'stat', 'readv'].map(name => `FileHandle.${name}`);
const handleWrites = ['writeFile', 'truncate', 'sync', 'datasync', 'chmod', 'write', 'appendFile'].map(
  name => `FileHandle.${name}`,
);
const handleArgs: Record<string, unknown[]> = {
  read: [Buffer.alloc(1)],
  readv: [[Buffer.alloc(1)]],
  write: ['x'],
  writeFile: ['x'],
  appendFile: ['x'],
  chmod: [0o600],
};

export const fileCases: Cases = {
  failures: [
    {
      package: 'node:fs',
      names: sync,
      class: 'absent',
      when: 'the path does not exist',
      provoke: name => thrown(() => invoke(fs, name, ...argsForMissing(name))),
    },
    {
      package: 'node:fs',
      names: onPaths,
      class: 'absent',
      when: 'the path does not exist',
      provoke: name => calledBack(done => invoke(fs, name, ...argsForMissing(name), done)),
    },
    {
      package: 'node:fs/promises',
      names: [...onPaths, ...more],
      class: 'absent',
      when: 'the path does not exist',
      provoke: name => rejected(() => invoke(fsPromises, name, ...argsForMissing(name))),
    },
    {
      package: 'node:fs',
      names: existing.map(name => `${name}Sync`),
      class: 'conflict',
      when: 'it exists',
      provoke: name => thrown(() => invoke(fs, name, ...existingArgs(name))),
    },
    {
      package: 'node:fs',
      names: existing,
      class: 'conflict',
      when: 'it exists',
      provoke: name => calledBack(done => invoke(fs, name, ...existingArgs(name), done)),
    },
    {
      package: 'node:fs/promises',
      names: existing,
      class: 'conflict',
      when: 'it exists',
      provoke: name => rejected(() => invoke(fsPromises, name, ...existingArgs(name))),
    },
    {
      package: 'node:fs',
      names: ['readFileSync'],
      class: 'invalid',
      when: 'it is a folder',
      provoke: () => thrown(() => fs.readFileSync(place('full'))),
    },
    {
      package: 'node:fs/promises',
      names: ['readFile'],
      class: 'invalid',
      when: 'it is a folder',
      provoke: () => rejected(() => fsPromises.readFile(place('full'))),
    },
    {
      package: 'node:fs/promises',
      names: ['rmdir'],
      class: 'conflict',
      when: 'it is not empty',
      provoke: () => rejected(() => fsPromises.rmdir(place('full'))),
    },
    {
      package: 'node:fs/promises',
      names: ['rm'],
      class: 'invalid',
      when: 'a folder, not recursive',
      provoke: () => rejected(() => fsPromises.rm(place('full'))),
    },
    {
      package: 'node:fs',
      names: ['rmSync'],
      class: 'invalid',
      when: 'a folder, not recursive',
      provoke: () => thrown(() => fs.rmSync(place('full'))),
    },
    {
      package: 'node:fs/promises',
      names: ['open'],
      class: 'conflict',
      when: 'it exists and the flag is wx',
      provoke: () => rejected(() => fsPromises.open(place('file'), 'wx')),
    },
    {
      package: 'node:fs/promises',
      names: ['readlink'],
      class: 'invalid',
      when: 'it is no link',
      provoke: () => rejected(() => fsPromises.readlink(place('file'))),
    },
    {
      package: 'node:fs',
      names: ['readlinkSync'],
      class: 'invalid',
      when: 'it is no link',
      provoke: () => thrown(() => fs.readlinkSync(place('file'))),
    },
    {
      package: 'node:fs/promises',
      names: ['readFile', 'writeFile'],
      class: 'cancelled',
      when: 'the signal is aborted',
      provoke: name =>
        rejected(() =>
          invoke(fsPromises, name, place('file'), ...(name === 'writeFile' ? ['x'] : []), {
            signal: AbortSignal.abort(),
          }),
        ),
    },
    {
      package: 'node:fs',
      names: ['readFile'],
      class: 'cancelled',
      when: 'the signal is aborted',
      provoke: () => calledBack(done => fs.readFile(place('file'), { signal: AbortSignal.abort() }, done)),
    },
    {
      package: 'node:fs',
      names: ['closeSync', 'fsyncSync', 'readSync', 'writeSync'],
      class: 'bug',
      when: 'the descriptor is not open',
      provoke: name => thrown(() => invoke(fs, name, 987_654, ...(/read|write/.test(name) ? [Buffer.alloc(1)] : []))),
    },
    {
      package: 'node:fs',
      names: ['createReadStream', 'createWriteStream'],
      class: 'absent',
      when: 'the path does not exist',
      provoke: name => emitted(() => invoke(fs, name, place('none/missing'))),
    },
    {
      package: 'node:fs',
      names: ['watch'],
      class: 'absent',
      when: 'the path does not exist',
      provoke: () => thrown(() => fs.watch(place('none'))),
    },
    {
      package: 'node:fs/promises',
      names: ['watch'],
      class: 'absent',
      when: 'the path does not exist',
      provoke: () => iterated(() => fsPromises.watch(place('none'))),
    },
    {
      package: 'node:fs/promises',
      names: [...handleReads, ...handleWrites],
      class: 'bug',
      when: 'the handle is closed',
      provoke: async name => {
        const handle = await closedHandle();
        const method = name.slice('FileHandle.'.length);
        return rejected(() => invoke(handle, method, ...(handleArgs[method] ?? [])));
      },
    },
  ],
  invokes: [
    {
      package: 'node:fs',
      names: ['readFile', 'stat', 'readdir', 'exists', 'access'],
      hand: (name, callback) => void invoke(fs, name, place('full/one'), callback),
    },
    {
      package: 'node:fs',
      names: ['watchFile'],
      hand: (_, callback) => {
        const path = place('watched');
        fs.rmSync(path, { force: true });
        fs.watchFile(path, { interval: 5 }, () => {
          fs.unwatchFile(path);
          return callback();
        });
        setTimeout(() => fs.writeFileSync(path, 'now'), 20);
      },
    },
  ],
  quiet: [
    {
      package: 'node:fs/promises',
      names: ['FileHandle.close'],
      run: async () => {
        await (await fsPromises.open(place('file'))).close();
        await (await closedHandle()).close();
      },
    },
  ],
};
