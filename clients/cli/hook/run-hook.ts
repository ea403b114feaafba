import { type Answer, answerIn } from './answers.js';
import type { Dialect } from './dialect.js';
import { hookOnFailure } from './failure-answer.js';
import { type HookEvent, readEvent } from './hook-event.js';
import { hasOwnHook } from './other-hooks.js';
import { placeEdits } from './place-edits.js';
import { atEnd, atStart } from './session-ends.js';
import { forgetOldSessions, sessionLog } from './session-log.js';
import { afterWriting, beforeWriting } from './writes.js';

/** How a hook was called. */
export interface HookOptions {
  readonly dialect?: Dialect;
  readonly deadlineMs: number;
  readonly root?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** What a hook prints: one JSON object on standard output, or nothing; one line on standard error for whoever looks there. */
export interface HookOutput {
  readonly json?: object;
  readonly note?: string;
}

/** Answers one payload. Never throws: what goes wrong here must not stop the agent, unless the policy says so. */
export async function runHook(text: string, options: HookOptions): Promise<HookOutput> {
  const read = readEvent(text, options.dialect, options.env, options.cwd);
  const event = read.ok ? read.event : unreadable(options);
  if (!read.ok) return failed(event, placeEdits(event.folders, []).root, read.why);
  if (event.phase === 'other') return {};
  const placed = placeEdits(options.root === undefined ? event.folders : [options.root], event.edits);
  const { root } = placed;
  try {
    if (event.dialect !== event.runBy && hasOwnHook(root, event.runBy)) return {};
    const log = sessionLog(root, event.session);
    const context = { event, root, edits: placed.edits, log, deadlineMs: options.deadlineMs, now: Date.now() };
    if (event.phase === 'start') forgetOldSessions(root, context.now);
    const done = await steps[event.phase](context);
    if (!done.ok) {
      if (done.late) (await import('./warm-cache.js')).warmCache(root);
      return failed(event, root, done.why);
    }
    return outputOf(event, done.value.answer, done.value.note);
  } catch (error) {
    return failed(event, root, error instanceof Error ? error.message : String(error));
  }
}

const steps = { start: atStart, before: beforeWriting, after: afterWriting, stop: atEnd };

/** Nothing could be checked: the write goes on with one line about it, or is refused where the policy wants that. */
async function failed(event: HookEvent, root: string, why: string): Promise<HookOutput> {
  const text = `Lintel: not checked: ${why.replace(/\s+/g, ' ').trim()}`;
  if (event.phase !== 'before') return { note: text };
  if ((await hookOnFailure(root)) === 'deny') {
    const refusal = `${text}. The policy refuses what was not checked (governance.hookOnFailure).`;
    return outputOf(event, { kind: 'deny', text: refusal }, text);
  }
  return outputOf(event, { kind: 'unchecked', text }, text);
}

function outputOf(event: HookEvent, answer: Answer | undefined, note: string | undefined): HookOutput {
  const json = answer && answerIn(event, answer);
  return { ...(json && { json }), ...(note !== undefined && { note }) };
}

/** What is known of a payload that says nothing: where the hook runs, and perhaps who registered it. */
function unreadable({ dialect, cwd, env }: HookOptions): HookEvent {
  const isCursor = env.CURSOR_VERSION !== undefined || env.CURSOR_PROJECT_DIR !== undefined;
  const spoken = dialect ?? (isCursor ? 'cursor' : 'claude-code');
  const folder = env.CLAUDE_PROJECT_DIR ?? env.CURSOR_PROJECT_DIR ?? cwd;
  return {
    dialect: spoken,
    runBy: spoken,
    phase: 'before',
    name: 'PreToolUse',
    folders: [folder],
    session: 'none',
    edits: [],
    isAgain: false,
    canAsk: false,
  };
}
