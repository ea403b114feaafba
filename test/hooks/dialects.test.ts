import { beforeAll, describe, expect, test } from 'vitest';
import { type HookRepository, hookRepository } from './hook-repository.js';

/** Where each client reads a refusal and its reason. */
const refusals: readonly (readonly [recorded: string, refusal: object, reason: readonly string[]])[] = [
  ...['claude-write', 'claude-edit', 'claude-multiedit', 'codex-apply-patch', 'codex-heredoc'].map(hookSpecific),
  ...['vscode-create-file', 'vscode-replace-string'].map(hookSpecific),
  ['gemini-write-file', { decision: 'deny' }, ['reason']],
  ['gemini-replace', { decision: 'deny' }, ['reason']],
  ['copilot-create', { permissionDecision: 'deny' }, ['permissionDecisionReason']],
  ['copilot-edit-text', { permissionDecision: 'deny' }, ['permissionDecisionReason']],
  ['copilot-apply-patch', { permissionDecision: 'deny' }, ['permissionDecisionReason']],
  ['cursor-write', { permission: 'deny' }, ['agent_message']],
  ['cursor-str-replace', { permission: 'deny' }, ['agent_message']],
];

function hookSpecific(name: string) {
  const refusal = { hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny' } };
  return [name, refusal, ['hookSpecificOutput', 'permissionDecisionReason']] as const;
}

describe('recorded payloads of every client', { timeout: 180_000 }, () => {
  let repo: HookRepository;
  beforeAll(() => {
    repo = hookRepository();
  });

  test.each(refusals)('%s: a forbidden write is refused with the way that is permitted', async (name, refusal, at) => {
    const { status, json, err } = await repo.hook(repo.recorded(name));
    expect([status, err]).toEqual([0, '']);
    expect(json).toMatchObject(refusal);
    const reason = at.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], json);
    expect(reason).toMatch(/src\/http\/(?:new|fine)\.ts:1 http may not import order from orders past its entry points/);
    expect(reason).toContain('Import order from "../orders/index.js" instead.');
    expect(String(reason).length).toBeLessThanOrEqual(1_200);
  });

  test.each(refusals.map(([name]) => name))('%s: the same write done right is let through in silence', async name => {
    const text = JSON.stringify(repo.recorded(name)).replaceAll('../orders/order.js', '../orders/index.js');
    const { status, out } = await repo.hook(text);
    expect([status, out]).toEqual([0, '']);
  });

  test('what is written after it was refused is told once, as context', async () => {
    const other = hookRepository({});
    const { recorded, hook } = other;
    other.write({ 'src/http/new.ts': "import { order } from '../orders/order.js';\nexport const x = order;\n" });
    const after = [
      [
        'claude-write',
        { hook_event_name: 'PostToolUse', tool_response: {} },
        ['hookSpecificOutput', 'additionalContext'],
      ],
      [
        'codex-apply-patch',
        { hook_event_name: 'PostToolUse', tool_response: '' },
        ['hookSpecificOutput', 'additionalContext'],
      ],
      [
        'gemini-write-file',
        { hook_event_name: 'AfterTool', tool_response: {} },
        ['hookSpecificOutput', 'additionalContext'],
      ],
      ['copilot-create', { toolResult: { resultType: 'success', textResultForLlm: 'ok' } }, ['additionalContext']],
      ['cursor-write', { hook_event_name: 'postToolUse', tool_output: 'ok' }, ['additional_context']],
    ] as const;
    for (const [name, changes, at] of after) {
      const payload = recorded(name, changes);
      const { status, json } = await hook(payload);
      const context = at.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], json);
      expect([name, status]).toEqual([name, 0]);
      expect(context).toContain('src/http/new.ts:1');
      expect((await hook(payload)).out).toBe('');
    }
  });

  test.each([
    ['claude-write', { hook_event_name: 'Stop', stop_hook_active: false }, { decision: 'block' }, 'reason'],
    ['codex-apply-patch', { hook_event_name: 'Stop', stop_hook_active: false }, { decision: 'block' }, 'reason'],
    ['gemini-write-file', { hook_event_name: 'AfterAgent', stop_hook_active: false }, { decision: 'deny' }, 'reason'],
    ['copilot-create', { toolName: undefined, stopReason: 'end_turn' }, { decision: 'block' }, 'reason'],
    ['cursor-write', { hook_event_name: 'stop', status: 'completed', loop_count: 0 }, {}, 'followup_message'],
  ] as const)(
    '%s: at the end of a turn what is missing counts too, and is asked for once',
    async (name, changes, shape, at) => {
      const other = hookRepository({});
      other.write({ 'src/http/absent.ts': "import { gone } from '../orders/index.js';\nexport const y = gone;\n" });
      const payload = other.recorded(name, { tool_name: undefined, tool_input: undefined, ...changes });
      const first = await other.hook(payload);
      expect(first.json).toMatchObject(shape);
      expect(first.json?.[at]).toContain('src/http/absent.ts:1');
      expect((await other.hook(payload)).out).toBe('');
      const again = { ...payload, session_id: 'other', sessionId: 'other', stop_hook_active: true };
      expect((await other.hook(again)).out).toBe('');
    },
  );
});
