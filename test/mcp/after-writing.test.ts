import { beforeAll, describe, expect, test } from 'vitest';
import { fixture } from '../e2e/fixture.js';
import { type Connected, connect } from './connect.js';
import { shop } from './shop.js';

describe('verify_changes', () => {
  const repository = fixture(shop);
  let server: Connected;
  beforeAll(async () => {
    repository.write({ 'src/http/old.ts': 'import { save } from "../infra";\nsave("a");\n' });
    repository.commit();
    server = await connect(repository);
  });

  test('what was there is not introduced; what is uncommitted and untracked is', async () => {
    expect((await server.call('verify_changes', {})).answer).toMatchObject({ status: 'ok' });
    repository.write({
      'src/http/routes.ts':
        'import { placeOrder } from "../orders/place-order";\nexport const routes = [placeOrder];\n',
      'src/http/untracked.ts': 'import { save } from "../infra";\nsave("b");\n',
    });
    const { answer } = await server.call('verify_changes', {});
    expect(answer).toMatchObject({ status: 'violations', counts: { error: 2 } });
    expect(answer.base).toMatch(/^HEAD [0-9a-f]{7}$/);
    expect(answer.findings.map(({ at }) => at).sort()).toEqual(['src/http/routes.ts:1', 'src/http/untracked.ts:1']);
    const part = await server.call('verify_changes', { paths: ['src/http/untracked.ts'] });
    expect(part.answer.findings).toHaveLength(1);
  });

  test('get_rules tells what changed lately in the module', async () => {
    const { answer } = await server.call('get_rules', { path: 'src/http/new.ts' });
    expect(answer.lately).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d change$/)]);
  });

  test('get_fix gives edits that make it clean', async () => {
    const { answer } = await server.call('verify_changes', { paths: ['src/http/routes.ts'] });
    const { answer: fix } = await server.call('get_fix', { findings: [answer.findings[0]?.id] });
    const [edit] = fix.edits as { path: string; old: string; new: string }[];
    expect(edit?.path).toBe('src/http/routes.ts');
    const text = repository.read('src/http/routes.ts');
    expect(text.split(edit?.old ?? '')).toHaveLength(2);
    repository.write({ 'src/http/routes.ts': text.replace(edit?.old ?? '', edit?.new ?? '') });
    expect((await server.call('verify_changes', { paths: ['src/http/routes.ts'] })).answer.status).toBe('ok');
    const gone = await server.call('get_fix', { findings: [answer.findings[0]?.id] });
    expect(gone.answer.reason).toContain('is not in the workspace as it is now');
  });

  test('what is solved is counted', async () => {
    repository.remove('src/http/old.ts', 'src/http/untracked.ts');
    expect((await server.call('verify_changes', {})).answer).toMatchObject({ status: 'ok', fixed: 1 });
  });

  test('the default base is the merge base with the default branch upstream', async () => {
    const clone = fixture();
    clone.git('clone', '-q', repository.root, '.');
    clone.write({ 'src/http/mine.ts': 'import { save } from "../infra";\nsave("c");\n' });
    clone.git('checkout', '-q', '-b', 'feature');
    clone.commit('feature');
    const { answer } = await (await connect(clone)).call('verify_changes', {});
    expect(answer.base).toMatch(/^origin\/main [0-9a-f]{7}$/);
    expect(answer.findings.map(({ at }) => at)).toEqual(['src/http/mine.ts:1']);
  });

  test('a base that does not exist says so', async () => {
    const { answer, isError } = await server.call('verify_changes', { base: 'no-such-branch' });
    expect(isError).toBe(true);
    expect(answer.reason).toContain('no-such-branch');
  });
});

describe('what changes behind the back of the server', () => {
  const repository = fixture(shop);
  let server: Connected;
  beforeAll(async () => {
    server = await connect(repository);
  });
  const resolve = async (target: string) =>
    (await server.call('resolve_import', { from: 'src/orders/x.ts', target })).answer;

  test('an edit, a rename, a deletion and a new folder are seen by the next call', async () => {
    const before = await resolve('src/orders/secret.ts#secret');
    expect(before.import).toBe('import { secret } from "./secret";');
    for (let i = 0; i < 25; i++) {
      repository.write({ 'src/orders/secret.ts': `export const secret${i} = 1;\n` });
      const now = await resolve(`src/orders/secret.ts#secret${i}`);
      expect(now.import).toBe(`import { secret${i} } from "./secret";`);
      expect(now.rev).not.toBe(before.rev);
      const old = await server.call('resolve_import', {
        from: 'src/orders/x.ts',
        target: 'src/orders/secret.ts#secret',
      });
      expect(old.isError).toBe(true);
    }
    repository.remove('src/orders/secret.ts');
    repository.write({ 'src/orders/hidden/secret.ts': 'export const secret = 1;\n' });
    const moved = await server.call('resolve_import', {
      from: 'src/orders/x.ts',
      target: 'src/orders/secret.ts#secret',
    });
    expect(moved.answer.reason).toContain(
      'src/orders/secret.ts does not exist. Did you mean src/orders/hidden/secret.ts?',
    );
    expect((await resolve('src/orders/hidden/secret.ts#secret')).import).toBe(
      'import { secret } from "./hidden/secret";',
    );
    repository.remove('src/orders/hidden');
    repository.write({ 'src/orders/secret.ts': 'export const secret = 1;\n' });
    // The same content is the same revision, whatever happened in between.
    expect((await resolve('src/orders/secret.ts#secret')).rev).toBe(before.rev);
  });

  test('the policy, manifests and ignore rules too', async () => {
    const plan = async () =>
      (
        await server.call('check_plan', {
          changes: [
            { path: 'src/http/new.ts', imports: ['import { save } from "../infra"', 'import x from "left-pad"'] },
          ],
        })
      ).answer;
    const first = await plan();
    expect(first.findings.map(({ rule }) => rule).sort()).toEqual([
      'arch/dependency-not-allowed',
      'arch/undeclared-dependency',
    ]);
    const policy = repository.read('architecture.jsonc');
    repository.write({
      'architecture.jsonc': policy.replace('["orders", "billing"]', '["orders", "billing", "infra"]'),
    });
    const second = await plan();
    expect(second.findings.map(({ rule }) => rule)).toEqual(['arch/undeclared-dependency']);
    repository.write({
      'package.json': repository.read('package.json').replace('"zod"', '"left-pad": "1.0.0", "zod"'),
    });
    const third = await plan();
    expect(third.status).toBe('ok');
    expect(new Set([first.rev, second.rev, third.rev]).size).toBe(3);
    repository.write({ 'architecture.jsonc': '{ "version": 1, ' });
    const broken = await plan();
    expect(broken).toMatchObject({ status: 'not_checked' });
    expect(broken.reason).toContain('architecture.jsonc cannot be used');
    repository.write({ 'architecture.jsonc': policy });
    repository.write({ '.gitignore': 'dist/\nsrc/http/\n' });
    expect((await plan()).reason).toContain('git ignores it');
  });
});
