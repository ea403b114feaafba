import { beforeAll, describe, expect, test } from 'vitest';
import { type LiveWorkspace, propose, type Snapshot } from '../../core/index.js';
import { comparedWith, currentSnapshot, toldAll } from '../../mcp/bounds.js';
import type { CallContext } from '../../mcp/protocol.js';
import { openFiles } from '../harness/check-files.js';
import { shop } from './shop.js';

const path = 'src/http/routes.ts';
const now = shop[path] as string;
const deep = 'import { save } from "../infra";\nexport const saved = [save];\n';
let base: Snapshot;
let head: Snapshot;
beforeAll(async () => {
  base = (await openFiles(shop as Record<string, string>)).snapshot;
  head = await base.with([
    { path, text: `${now}${deep}` },
    { path: 'src/http/more.ts', text: deep },
  ]);
});

/** Version control in which the base is a commit. */
const history: Parameters<typeof comparedWith>[0] = {
  baseCommit: () => 'abcdef0123',
  baseSnapshot: async () => {
    await new Promise(resolve => setTimeout(resolve, 20));
    return { ok: true, snapshot: base, commit: 'abcdef0123' };
  },
};

const { signal } = new AbortController();

describe('no call waits without end', () => {
  test('for a change on the disk that is still being analysed', async () => {
    const live: LiveWorkspace = {
      current: () => new Promise(() => {}),
      progress: undefined,
      workspace: undefined,
      close: async () => {},
    };
    const call: CallContext = { signal, progress: () => {}, notify: async () => {}, ask: async () => ({}) };
    await expect(currentSnapshot(live, call, 1)).rejects.toThrow(
      'What changed on the disk is being analysed. Call again.',
    );
  });

  test('for remedies that have to be searched: the findings are told without', async () => {
    const text = `import { save } from "../infra";\n${now}export const saved = [save];\n`;
    const { head, introduced } = await propose(base, [{ path: 'src/http/other.ts', text }]);
    const told = async (searchMs?: number) =>
      (await toldAll(base, head, introduced, signal, [], searchMs)).map(({ rule, edits }) => [
        rule,
        edits !== undefined,
      ]);
    expect(await told()).toEqual([['arch/dependency-not-allowed', true]]);
    expect(await told(-1)).toEqual([['arch/dependency-not-allowed', false]]);
  });

  test('for a comparison: it goes on, and is there when it is asked for again', async () => {
    await expect(comparedWith(history, head, 'HEAD', false, { waitMs: 0 })).rejects.toThrow(
      'The comparison with HEAD is still being made. Call again.',
    );
    const { introduced, left } = await comparedWith(history, head, 'HEAD', false);
    expect(introduced.map(({ path: at, rule }) => `${rule} ${at}`).sort()).toEqual([
      'arch/dependency-not-allowed src/http/more.ts',
      'arch/dependency-not-allowed src/http/routes.ts',
    ]);
    expect(left).toBeUndefined();
  });

  test('for what a very large change does: imports are told, the rest is said to be left out', async () => {
    const { introduced, left } = await comparedWith(history, head, 'main', false, { files: 1 });
    expect(introduced.map(({ rule }) => rule)).toEqual(['arch/dependency-not-allowed', 'arch/dependency-not-allowed']);
    expect(left).toBe(
      'How 2 changed files fail and behave, more than 1, was not checked, imports were. Name a nearer base.',
    );
  });

  test('a base that is not there is asked for anew', async () => {
    const missing = { ok: false, message: 'there is no revision "later"' } as const;
    const asked = (of: typeof history) => comparedWith(of, head, 'later', true);
    await expect(asked({ ...history, baseSnapshot: async () => missing })).rejects.toThrow(`base: ${missing.message}`);
    await expect(asked(history)).resolves.toMatchObject({ name: 'later abcdef0', fixed: 0 });
  });
});
