/** The hook formats that are spoken, by the client that made each. */
export const dialects = ['claude-code', 'vscode', 'codex', 'gemini', 'copilot', 'cursor'] as const;
export type Dialect = (typeof dialects)[number];

/** The point in an agent's work at which a hook is called. `other`: one that nothing is to be said at. */
export type Phase = 'start' | 'before' | 'after' | 'stop' | 'other';

/** A payload as JSON, before anything of it is believed. */
export type Payload = Readonly<Record<string, unknown>>;

/** Recognises the dialect by the shape of the payload. */
export function recogniseDialect(payload: Payload): Dialect {
  const event = eventName(payload);
  if (payload.cursor_version !== undefined || payload.workspace_roots !== undefined) return 'cursor';
  if (payload.toolName !== undefined || (payload.sessionId !== undefined && event === undefined)) return 'copilot';
  if (event !== undefined && /^(?:Before|After)(?:Tool|Agent|Model)/.test(event)) return 'gemini';
  if (payload.turn_id !== undefined || payload.tool_name === 'apply_patch') return 'codex';
  if (payload.hookEventName !== undefined || payload.sessionId !== undefined) return 'vscode';
  return payload.tool_name === 'editFiles' ? 'vscode' : 'claude-code';
}

/** The event as the client names it; Copilot's own payloads name none. */
export function eventName(payload: Payload): string | undefined {
  const name = payload.hook_event_name ?? payload.hookEventName ?? payload.eventName;
  return typeof name === 'string' ? name : undefined;
}

const phases: Readonly<Record<string, Phase>> = {
  sessionstart: 'start',
  pretooluse: 'before',
  beforetool: 'before',
  posttooluse: 'after',
  aftertool: 'after',
  stop: 'stop',
  agentstop: 'stop',
  afteragent: 'stop',
};

/** The phase of a payload, by its event's name or, in Copilot's own format, by what it holds. */
export function phaseOf(payload: Payload): Phase {
  const event = eventName(payload);
  if (event !== undefined) return phases[event.toLowerCase()] ?? 'other';
  if (payload.toolName !== undefined) return payload.toolResult === undefined ? 'before' : 'after';
  if (payload.stopReason !== undefined || payload.stop_hook_active !== undefined) return 'stop';
  return payload.source !== undefined || payload.initialPrompt !== undefined ? 'start' : 'other';
}
