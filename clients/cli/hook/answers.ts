import type { Dialect } from './dialect.js';
import type { HookEvent } from './hook-event.js';

/** What a hook says; `undefined` in `answerIn`: nothing at all. */
export type Answer =
  | { readonly kind: 'deny' | 'ask' | 'tell' | 'continue'; readonly text: string }
  /** Before a write: nothing against it, and one line that it was not checked. */
  | { readonly kind: 'unchecked'; readonly text: string };

/** An answer in the words of the client, as the one JSON object to print; `undefined` where it takes none. */
export function answerIn({ dialect, phase, name }: HookEvent, { kind, text }: Answer): object | undefined {
  switch (kind) {
    case 'deny':
      return decision(dialect, 'deny', text);
    case 'ask':
      return decision(dialect, 'ask', text);
    case 'unchecked':
      return notChecked(dialect, text);
    case 'tell':
      return told(dialect, phase === 'start' ? 'SessionStart' : name, text);
    case 'continue':
      return goOn(dialect, text);
  }
}

function decision(dialect: Dialect, verdict: 'deny' | 'ask', text: string): object {
  switch (dialect) {
    case 'cursor':
      return { permission: verdict, user_message: text, agent_message: text };
    case 'copilot':
      return { permissionDecision: verdict, permissionDecisionReason: text };
    case 'gemini':
      return { decision: verdict, reason: text };
    default:
      return {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: verdict,
          permissionDecisionReason: text,
        },
      };
  }
}

/** Never a decision: to allow would take the person's own approval away. Cursor and Copilot take nothing else before a write. */
function notChecked(dialect: Dialect, text: string): object | undefined {
  if (dialect === 'cursor' || dialect === 'copilot') return undefined;
  return { systemMessage: text };
}

/** Context, never a block: blocking after a write hides the tool's own result. */
function told(dialect: Dialect, hookEventName: string, text: string): object {
  if (dialect === 'cursor') return { additional_context: text };
  if (dialect === 'copilot') return { additionalContext: text };
  return { hookSpecificOutput: { hookEventName, additionalContext: text } };
}

function goOn(dialect: Dialect, reason: string): object {
  switch (dialect) {
    case 'cursor':
      return { followup_message: reason };
    case 'gemini':
      return { decision: 'deny', reason };
    case 'vscode':
      return { hookSpecificOutput: { hookEventName: 'Stop', decision: 'block', reason } };
    default:
      return { decision: 'block', reason };
  }
}
