import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { newFolder } from '../e2e/fixture.js';
import { deep, type Hooked, type HookRepository, hookRepository, policy } from './hook-repository.js';

const right = deep.replace('order.js', 'index.js');

function reasonOf({ json }: Hooked): string {
  return String((json?.hookSpecificOutput as { permissionDecisionReason?: string })?.permissionDecisionReason ?? '');
}

function contextOf({ json }: Hooked): string {
  return String((json?.hookSpecificOutput as { additionalContext?: string })?.additionalContext ?? '');
}

describe('before a write', { timeout: 180_000 }, () => {
  let repo: HookRepository;
  const write = (path: string, content: string, more: object = {}) =>
    repo.hook(repo.tool('PreToolUse', 'Write', { file_path: join(repo.root, path), content }, more));
  beforeAll(() => {
    repo = hookRepository();
  });

  test('a second identical refusal names the way a person can take; another session starts anew', async () => {
    expect(reasonOf(await write('src/http/a.ts', deep, { session_id: 'twice' }))).not.toContain('a person');
    const second = reasonOf(await write('src/http/a.ts', deep, { session_id: 'twice' }));
    expect(second).toContain('a person can permit it');
    expect(second).toContain('"from": "http", "to": "orders"');
    expect(second).toContain('@shop/orders');
    expect(reasonOf(await write('src/http/a.ts', deep, { session_id: 'new' }))).not.toContain('a person');
  });

  test('what is only missing stops nothing: the consumer is written first', async () => {
    const texts = [
      "import { later } from '../orders/index.js';\nexport const l = later;\n",
      "import { x } from './not-yet.js';\nexport const y = x;\n",
    ];
    for (const text of texts) expect((await write('src/http/b.ts', text)).out).toBe('');
    expect((await write('src/nowhere/c.ts', 'export {};\n')).out).toBe('');
    expect((await write('src/http/d.ts', 'export const = ;\n')).out).toBe('');
  });

  test('a warning stops new code too, and its rule is named however long the message', async () => {
    const text = `export async function load(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    throw new Error('That did not work');
  }
}
`;
    const reason = reasonOf(await write('src/http/load.ts', text));
    expect(reason).toContain('(error-value/lost-cause)');
    expect(reason).toMatch(/^- .*throw new Error\(.*\n\+ .*cause: \w+/m);
    const handed = text.replace("'That did not work'", "'That did not work', { cause: error }");
    expect((await write('src/http/load.ts', handed)).out).toBe('');
  });

  test('a function that is there already is told of after the write, with its import', async () => {
    const body = (name: string) => `export function ${name}(cents: number, currency: string): string {
  const whole = Math.floor(cents / 100);
  const rest = String(cents % 100).padStart(2, '0');
  const sign = cents < 0 ? '-' : '';
  if (currency === 'EUR') return sign + whole + ',' + rest;
  return sign + currency + ' ' + whole + '.' + rest;
}
`;
    const other = hookRepository({ 'src/orders/index.ts': body('formatAmount') });
    other.write({ 'src/http/money.ts': body('showMoney') });
    const after = await other.hook(other.tool('PostToolUse', 'Bash', { command: 'cat > src/http/money.ts' }));
    expect(contextOf(after)).toContain('showMoney in src/http/money.ts repeats src/orders/index.ts#formatAmount');
    expect(contextOf(after)).toContain('import { formatAmount } from "../orders/index.js"');
  });

  test('what was wrong before is not held against the write', async () => {
    const other = hookRepository({ 'src/http/old.ts': deep });
    const file_path = join(other.root, 'src/http/old.ts');
    const again = await other.hook(
      other.tool('PreToolUse', 'Edit', { file_path, old_string: 'x = order', new_string: 'z = order' }),
    );
    expect(again.out).toBe('');
    const better = await other.hook(other.tool('PreToolUse', 'Write', { file_path, content: right }));
    expect(better.out).toBe('');
  });

  test('reading tools, tools of MCP servers and shell commands are not judged', async () => {
    const file_path = join(repo.root, 'src/http/new.ts');
    for (const [name, input] of [
      ['Read', { file_path }],
      ['Grep', { pattern: 'x', path: repo.root }],
      ['mcp__lintel__check_content', { path: 'src/http/new.ts', content: deep }],
      ['Bash', { command: `cat > ${file_path} <<'E'\n${deep}E` }],
      ['WebFetch', { url: 'http://localhost/', prompt: 'x' }],
    ] as const)
      expect([name, (await repo.hook(repo.tool('PreToolUse', name, input))).out]).toEqual([name, '']);
  });

  test('a policy that the write would break is not written', async () => {
    const broken = await write('architecture.jsonc', policy.replace('"version": 1', '"version": '));
    expect(reasonOf(broken)).toContain('architecture.jsonc');
  });

  test('CRLF, a byte order mark and backslashes make no difference', async () => {
    const other = hookRepository({ 'src/http/crlf.ts': `\uFEFF${right.replaceAll('\n', '\r\n')}` });
    const input = {
      file_path: 'src\\http\\crlf.ts',
      old_string: "index.js';\nexport",
      new_string: "order.js';\nexport",
    };
    expect(reasonOf(await other.hook(other.tool('PreToolUse', 'Edit', input)))).toContain('src/http/crlf.ts:1');
  });

  test('edits that the tool itself will refuse are left to it', async () => {
    const file_path = join(repo.root, 'src/http/fine.ts');
    const { out, err, status } = await repo.hook(
      repo.tool('PreToolUse', 'Edit', { file_path, old_string: 'not there', new_string: 'x' }),
    );
    expect([status, out, err]).toEqual([0, '', expect.stringContaining('src/http/fine.ts')]);
  });
});

describe('outside of the root', { timeout: 180_000 }, () => {
  test('nothing is read or judged, through a link neither', async () => {
    const repo = hookRepository();
    const outside = newFolder();
    mkdirSync(join(outside, 'sub'));
    symlinkSync(join(outside, 'sub'), join(repo.root, 'src', 'http', 'link'));
    for (const file_path of [
      join(outside, 'x.ts'),
      '../../x.ts',
      '/etc/passwd',
      join(repo.root, 'src/http/link/x.ts'),
      `${repo.root}/src/http/../../../x.ts`,
      `file://${outside}/x.ts`,
    ]) {
      const { status, out } = await repo.hook(repo.tool('PreToolUse', 'Write', { file_path, content: deep }));
      expect([file_path, status, out]).toEqual([file_path, 0, '']);
    }
    const edit = repo.tool('PreToolUse', 'Edit', { file_path: '/etc/passwd', old_string: 'root', new_string: 'x' });
    const { status, out, err } = await repo.hook(edit);
    expect([status, out, err]).toEqual([0, '', '']);
  });

  test('an agent in a worktree is judged by the worktree', async () => {
    const repo = hookRepository();
    const tree = join(newFolder(), 'tree');
    repo.git('worktree', 'add', '-q', tree);
    const payload = repo.tool(
      'PreToolUse',
      'Write',
      { file_path: join(tree, 'src/http/new.ts'), content: deep },
      { cwd: tree },
    );
    const answer = await repo.hook(payload, undefined, { env: { CLAUDE_PROJECT_DIR: repo.root } });
    expect(reasonOf(answer)).toContain('src/http/new.ts:1');
  });
});

describe('after a write', { timeout: 180_000 }, () => {
  test('what the shell wrote is told at the next event, once, without what was there before', async () => {
    const repo = hookRepository();
    repo.write({ 'src/http/mine.ts': deep });
    const start = await repo.hook({
      session_id: 's',
      cwd: repo.root,
      hook_event_name: 'SessionStart',
      source: 'startup',
    });
    expect(contextOf(start)).toContain('architecture.jsonc');
    repo.write({ 'src/http/sed.ts': deep });
    const bash = repo.tool('PostToolUse', 'Bash', { command: 'sed …' }, { session_id: 's', tool_response: {} });
    const told = contextOf(await repo.hook(bash));
    expect(told).toContain('src/http/sed.ts:1');
    expect(told).not.toContain('src/http/mine.ts');
    expect((await repo.hook(bash)).out).toBe('');
    const stop = { session_id: 's', cwd: repo.root, hook_event_name: 'Stop', stop_hook_active: false };
    const { json } = await repo.hook(stop);
    expect(json).toMatchObject({ decision: 'block', reason: expect.stringContaining('src/http/sed.ts:1') });
    expect(JSON.stringify(json)).not.toContain('mine.ts');
    repo.remove('src/http/sed.ts');
    expect((await repo.hook(stop)).out).toBe('');
  });

  test('nothing is ever written into the workspace', async () => {
    const repo = hookRepository();
    repo.write({ 'src/http/sed.ts': deep });
    await repo.hook(repo.tool('PostToolUse', 'Bash', { command: 'x' }));
    await repo.hook(repo.tool('PreToolUse', 'Write', { file_path: join(repo.root, 'src/http/a.ts'), content: deep }));
    expect(repo.git('status', '--porcelain', '-uall')).toBe('?? src/http/sed.ts');
  });
});

describe('asking the person', { timeout: 180_000 }, () => {
  const asking = policy.replace('"version": 1,', '"version": 1,\n  "governance": { "newDependency": "ask" },');
  const forbidden = "import { charge } from '../billing/charge.js';\nexport const c = charge;\n";

  test('a yes lets the write land and is noted as an exception that the owner still has to approve', async () => {
    const repo = hookRepository({ 'architecture.jsonc': asking });
    const input = { file_path: join(repo.root, 'src/http/pay.ts'), content: forbidden };
    const asked = await repo.hook(repo.tool('PreToolUse', 'Write', input));
    expect(asked.json).toMatchObject({ hookSpecificOutput: { permissionDecision: 'ask' } });
    expect(repo.read('architecture.jsonc')).toBe(asking);
    repo.git('config', 'user.name', 'Grace');
    repo.write({ 'src/http/pay.ts': forbidden });
    const after = await repo.hook(repo.tool('PostToolUse', 'Write', input, { tool_response: {} }));
    expect(contextOf(after)).toContain('@shop/billing still has to approve');
    const written = repo.read('architecture.jsonc');
    expect(written).toContain('// read by people');
    expect(written).toMatch(/"acknowledgedBy": "Grace"/);
    expect(written).not.toContain('approvedBy');
    // It passes no gate yet, but stops neither the next write nor the turn.
    const report = await repo.check();
    expect(report.brief).toContain('arch/dependency-not-allowed src/http/pay.ts:1');
    const stop = { session_id: 's-1', cwd: repo.root, hook_event_name: 'Stop', stop_hook_active: false };
    expect((await repo.hook(stop)).out).toBe('');
    expect((await repo.hook(repo.tool('PostToolUse', 'Write', input))).out).toBe('');
  });

  test('where nobody is asked, or what is wrong is no dependency, it is refused', async () => {
    const repo = hookRepository({ 'architecture.jsonc': asking });
    const input = { file_path: join(repo.root, 'src/http/pay.ts'), content: forbidden };
    const nobody = await repo.hook(repo.tool('PreToolUse', 'Write', input, { permission_mode: 'bypassPermissions' }));
    expect(nobody.json).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });
    // Another text each time: the same call is answered once within some seconds, whoever runs the hook.
    const again = (n: number) => ({ ...input, content: `${forbidden}export const n = ${n};\n` });
    const codex = await repo.hook(repo.tool('PreToolUse', 'Write', again(1), { turn_id: '1' }));
    expect(codex.json).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });
    const cursor = await repo.hook(repo.recorded('cursor-write', { tool_input: again(2) }));
    expect(cursor.json).toMatchObject({ permission: 'ask' });
  });
});

describe('one client that runs the hooks of another', { timeout: 180_000 }, () => {
  test('Cursor and Copilot are answered once', async () => {
    const repo = hookRepository();
    const claude = ['--dialect', 'claude-code', '--deadline', '30000'];
    const ran = repo.recorded('cursor-write');
    expect((await repo.hook(ran, claude)).out).toContain('deny');
    await repo.run(['init', '--agent', 'cursor']);
    expect((await repo.hook(ran, claude)).out).toBe('');
    // The first of these calls was answered, and is not answered again within some seconds: this is another one.
    const file = join(repo.root, 'src/http/other.ts');
    const content = "import { order } from '../orders/order.js';\nexport const y = order;\n";
    const other = repo.recorded('cursor-write', { tool_input: { file_path: file, content } });
    expect((await repo.hook(other, ['--dialect', 'cursor', '--deadline', '30000'])).json).toMatchObject({
      permission: 'deny',
    });
    const copilot = repo.recorded('copilot-create');
    await repo.run(['init', '--agent', 'copilot']);
    expect((await repo.hook(copilot, claude)).out).toBe('');
  });
});

describe('its own failures', { timeout: 180_000 }, () => {
  test.each([
    ['an empty input', ''],
    ['no JSON', '{"session_id": '],
    ['a list', '[]'],
    ['a write without input', '{"hook_event_name":"PreToolUse","tool_name":"Write"}'],
    ['an edit without texts', '{"hook_event_name":"PreToolUse","tool_name":"Edit","tool_input":{"file_path":"a.ts"}}'],
    ['an input that is no JSON', '{"toolName":"create","toolArgs":"{"}'],
  ])('%s is a clear line, and the write goes on', async (_, input) => {
    const repo = hookRepository();
    const { status, json, err } = await repo.hook(input);
    expect([status, json]).toEqual([0, { systemMessage: expect.stringMatching(/^Lintel: not checked: /) }]);
    expect(err).toMatch(/^Lintel: not checked: .+\n$/);
  });

  test('governance.hookOnFailure refuses what could not be checked, in the words of the client', async () => {
    const strict = policy.replace('"version": 1,', '"version": 1, "governance": { "hookOnFailure": "deny", },');
    const repo = hookRepository({ 'architecture.jsonc': strict });
    expect(reasonOf(await repo.hook('{'))).toContain('hookOnFailure');
    expect((await repo.hook('{', ['--dialect', 'gemini'])).json).toMatchObject({ decision: 'deny' });
    expect((await repo.hook('{', ['--dialect', 'cursor'])).json).toMatchObject({ permission: 'deny' });
    expect((await repo.hook(repo.recorded('claude-write'), ['--deadline', '1'])).json).toMatchObject({
      hookSpecificOutput: { permissionDecision: 'deny' },
    });
  });

  test('a policy that cannot be used is not checked, not clean', async () => {
    const repo = hookRepository({ 'architecture.jsonc': '{ "version": ' });
    const { status, json } = await repo.hook(repo.recorded('claude-write'));
    expect([status, json]).toEqual([0, { systemMessage: expect.stringContaining('cannot be used') }]);
  });

  test('wrong flags are one line and no reason to stop', async () => {
    const repo = hookRepository();
    const { status, err, json } = await repo.hook(repo.recorded('claude-write'), [
      '--dialect',
      'claude',
      '--deadline',
      '30000',
    ]);
    expect([status, json]).toEqual([0, { hookSpecificOutput: expect.anything() }]);
    expect(err).toMatch(/^lintel hook: --dialect has no claude; did you mean claude-code/);
  });
});
