import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixture, newFolder } from '../e2e/fixture.js';
import { type Connected, connect } from './connect.js';
import { shop } from './shop.js';

const repository = fixture({ ...shop, 'node_modules/zod/index.js': '', 'dist/out.js': '', 'notes.md': '' });
const outside = newFolder();
let server: Connected;
beforeAll(async () => {
  writeFileSync(join(outside, 'private.ts'), 'export const password = 1;\n');
  mkdirSync(join(repository.root, 'src/links'));
  symlinkSync(join(outside, 'private.ts'), join(repository.root, 'src/links/private.ts'));
  symlinkSync(outside, join(repository.root, 'src/links/folder'));
  server = await connect(repository);
});

describe('one file', () => {
  test.each([
    ['relative', 'src/orders/index.ts'],
    ['with a dot', './src/orders/index.ts'],
    ['with detours', 'src/http/../orders/index.ts'],
    ['with backslashes', 'src\\orders\\index.ts'],
    ['absolute', join(repository.root, 'src/orders/index.ts')],
    ['as a URL', pathToFileURL(join(repository.root, 'src/orders/index.ts')).href],
    ['by drive', `C:${join(repository.root, 'src/orders/index.ts').replaceAll('/', '\\')}`],
  ])('%s', async (_, path) => {
    const { answer, text } = await server.call('get_rules', { path });
    expect(answer.module).toBe('orders');
    expect(text).not.toContain(repository.root);
  });
});

describe('what cannot be answered about is an error that says why', () => {
  test.each([
    ['/etc/passwd', 'lies outside of the workspace'],
    ['../x.ts', 'lies outside of the workspace'],
    ['src/../../x.ts', 'lies outside of the workspace'],
    [`${repository.root}-other/x.ts`, 'lies outside of the workspace'],
    ['file:///etc/passwd', 'lies outside of the workspace'],
    ['file://server/share/x.ts', 'Only local files'],
    ['', 'The path is empty'],
    ['src/links/private.ts', 'leads out of the workspace'],
    ['src/links/folder/private.ts', 'leads out of the workspace'],
    ['src/links/folder/new.ts', 'leads out of the workspace'],
    ['node_modules/zod/index.js', 'node_modules holds installed packages'],
    ['dist/out.js', 'git ignores it'],
    ['dist/new.ts', 'git ignores it'],
    ['notes.md', 'is no TypeScript or JavaScript source'],
    ['src/Orders/index.ts', 'Did you mean src/orders/index.ts?'],
    ['SRC/http/new.ts', 'Did you mean src/http/new.ts?'],
    ['src/http/*.ts', 'is a pattern; name one file or folder'],
  ])('%s', async (path, reason) => {
    for (const [name, input] of [
      ['get_rules', { path }],
      ['check_plan', { changes: [{ path, imports: ['./x'] }] }],
      ['check_content', { path, content: 'export {};' }],
      ['check_content', { path, edits: [{ old: 'password', new: 'x' }] }],
      ['resolve_import', { from: path, target: 'zod' }],
      ['find_reusable', { from: path, need: 'x' }],
      ['verify_changes', { paths: [path] }],
      ['get_impact', { target: path || ' ' }],
    ] as const) {
      const { answer, isError, text } = await server.call(name, input);
      expect(isError, `${name} ${text}`).toBe(true);
      expect(answer.status).toBe('not_checked');
      expect(text).not.toContain('export const');
      if (name !== 'get_impact') expect(answer.reason, name).toContain(reason);
    }
  });

  test('a missing file names one like it, or what is there', async () => {
    const near = await server.call('verify_changes', { paths: ['src/order/place-order.ts'] });
    expect(near.answer.reason).toContain('Did you mean src/orders/place-order.ts?');
    const far = await server.call('get_impact', { target: 'src/orders/q/very/deep/unlike-anything-else.ts' });
    expect(far.answer.reason).toMatch(/src\/orders holds index\.ts, order\.ts/);
  });
});

describe('arguments', () => {
  test.each([
    ['check_content', { file: 'src/http/a.ts', content: '' }, 'Unknown key "file": it is called "path"'],
    ['check_content', { path: 'src/http/a.ts', contnt: '' }, 'Unknown key "contnt": it is called "content"'],
    [
      'check_content',
      { path: 'src/http/a.ts', edits: [{ old_string: 'a', new: 'b' }] },
      'edits[0]: Unknown key "old_string": it is called "old"',
    ],
    ['check_plan', { changes: [{ path: 'a.ts', import: ['x'] }] }, 'it is called "imports"'],
    ['check_plan', { changes: [] }, 'changes: at least 1 item'],
    ['check_plan', { changes: [{ path: 'src/http/a.ts', imports: ['from x import y'] }] }, 'changes[0].imports[0]'],
    ['check_plan', {}, 'changes is missing; it is an array of {path, imports'],
    ['check_plan', { path: 'src/http/a.ts', imports: ['./x'] }, '"imports" belongs into changes[0]'],
    ['resolve_import', { from: 'src/http/a.ts' }, 'target is missing; it is a string (path#name, name'],
    ['resolve_import', { from: 'src/http/a.ts', target: 'placeorder' }, 'Did you mean src/orders/'],
    ['get_failures', { symbol: 'placeOrder' }, 'Did you mean src/orders/place-order.ts#placeOrder'],
    ['get_rules', { path: 5 }, 'path: expected a string'],
    ['verify_changes', { limit: 0 }, 'limit: at least 1'],
    ['verify_changes', { cursor: 'x' }, 'pass next_cursor'],
    ['find_reusable', { query: 'x', from: 'src/http/a.ts' }, 'Unknown key "query": it is called "need"'],
    ['no_such_tool', {}, 'There is no tool no_such_tool'],
    ['get_rule', {}, 'Did you mean get_rules?'],
  ])('%s %j', async (name, input, reason) => {
    const { answer, isError } = await server.call(name, input);
    expect(isError).toBe(true);
    expect(answer.reason).toContain(reason);
  });
});
