import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { locateServer } from '../../clients/vscode/locate.js';
import { newFolder } from '../e2e/fixture.js';

const inModules = 'node_modules/lintel/dist/clients/cli/main.js';

function machine(...paths: readonly string[]) {
  const root = newFolder();
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  const where = {
    setting: '',
    folders: [join(root, 'work/app')],
    trusted: true,
    path: [join(root, 'empty'), join(root, 'bin')].join(delimiter),
    endings: [],
  };
  return { root, where };
}

test('the lintel of the workspace is taken before the one on the path, also from above a package of a monorepo', () => {
  const { root, where } = machine(`work/${inModules}`, 'bin/lintel');
  expect(locateServer(where)).toEqual({ kind: 'script', file: join(root, 'work', inModules), from: 'workspace' });
});

test('the one on the path, on Windows with its ending', () => {
  const { root, where } = machine('bin/lintel', 'bin/lintel.cmd');
  expect(locateServer(where)).toEqual({ kind: 'program', file: join(root, 'bin/lintel'), from: 'path' });
  const windows = { ...where, endings: ['.EXE', '.CMD'] };
  expect(locateServer(windows)).toEqual({ kind: 'program', file: join(root, 'bin/lintel.cmd'), from: 'path' });
});

test('a relative folder of the path is nothing to start programs from', () => {
  const { where } = machine('work/app/lintel');
  expect(locateServer({ ...where, path: '.' })).toHaveProperty('problem');
});

test('a workspace that is not trusted starts nothing of its own', () => {
  const { root, where } = machine(`work/app/${inModules}`);
  expect(locateServer({ ...where, trusted: false })).toEqual({
    problem: 'The lintel of this workspace runs once you trust the workspace; there is none on the PATH.',
  });
  writeFileSync(join(root, 'lintel'), '');
  expect(locateServer({ ...where, trusted: false, path: root })).toMatchObject({ from: 'path' });
});

test('a setting decides, and one that leads nowhere is an error even where another lintel could be found', () => {
  const { root, where } = machine('work/app/tools/lintel.mjs', 'bin/lintel');
  expect(locateServer({ ...where, setting: 'tools/lintel.mjs' })).toEqual({
    kind: 'script',
    file: join(root, 'work/app/tools/lintel.mjs'),
    from: 'setting',
  });
  const gone = join(root, 'gone');
  expect(locateServer({ ...where, setting: gone })).toEqual({
    problem: `lintel.server.path names ${gone}, and there is no such file.`,
  });
});

test('nothing anywhere: what is missing and what to do', () => {
  expect(locateServer(machine().where)).toEqual({
    problem:
      'Lintel is neither in node_modules of the workspace nor on the PATH: run npm install --save-dev lintel, or set lintel.server.path.',
  });
});
