import { isAbsolute } from 'node:path';
import { type Dialect, eventName, type Payload, type Phase, phaseOf, recogniseDialect } from './dialect.js';
import { type StatedEdit, statedEdits } from './stated-edits.js';

/** What a client told, in one shape for all of them. */
export interface HookEvent {
  readonly dialect: Dialect;
  readonly phase: Phase;
  /** As the client named it, for answers that repeat it. */
  readonly name: string;
  /** Absolute folders in which the root may be looked for, best first; relative paths start at the first. */
  readonly folders: readonly string[];
  readonly session: string;
  readonly edits: readonly StatedEdit[];
  /** An edit whose exact text is not in the payload: why. */
  readonly unclear?: string;
  /** The client is still at work because this hook asked for it. */
  readonly isAgain: boolean;
  /** False where the client asks nobody: what a person would be asked is then refused. */
  readonly canAsk: boolean;
  /** The client by the shape of the payload: another than `dialect` runs a hook that was registered for that one. */
  readonly runBy: Dialect;
}

export type ReadEvent =
  | { readonly ok: true; readonly event: HookEvent }
  /** The message is a sentence for the person who set the hook up. */
  | { readonly ok: false; readonly why: string };

const longestPayload = 48 * 1024 * 1024;

/** Reads a payload. Whatever it holds, it is either an event or a reason. */
export function readEvent(
  text: string,
  flag: Dialect | undefined,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): ReadEvent {
  if (text.trim() === '') return { ok: false, why: 'standard input is empty; a client passes the event there as JSON' };
  if (text.length > longestPayload) return { ok: false, why: 'the payload is larger than 48 MB' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { ok: false, why: `the payload is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { ok: false, why: 'the payload is no JSON object' };
  }
  const payload = parsed as Payload;
  const shape = recogniseDialect(payload);
  const phase = phaseOf(payload);
  const dialect = flag ?? shape;
  const stated = phase === 'before' || phase === 'after' ? statedEdits(payload) : { edits: [] };
  if ('malformed' in stated) return { ok: false, why: stated.malformed };
  const mode = payload.permission_mode;
  return {
    ok: true,
    event: {
      dialect,
      phase,
      name: eventName(payload) ?? '',
      folders: foldersOf(payload, env, cwd),
      session: String(payload.session_id ?? payload.conversation_id ?? payload.sessionId ?? 'none'),
      edits: stated.edits,
      ...(stated.unclear !== undefined && { unclear: stated.unclear }),
      isAgain: payload.stop_hook_active === true || payload.stopHookActive === true || Number(payload.loop_count) > 0,
      canAsk: asking.has(dialect) && mode !== 'bypassPermissions' && mode !== 'dontAsk',
      runBy: shape,
    },
  };
}

/** Clients that can put a hook's question to the person. */
const asking: ReadonlySet<Dialect> = new Set(['claude-code', 'vscode', 'cursor']);

function isAbsolutePath(folder: unknown): folder is string {
  return typeof folder === 'string' && isAbsolute(folder);
}

function foldersOf(
  payload: Payload,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): readonly string[] {
  const roots = Array.isArray(payload.workspace_roots) ? payload.workspace_roots : [];
  const folders: unknown[] = [payload.cwd, env.CLAUDE_PROJECT_DIR, env.CURSOR_PROJECT_DIR, ...roots, cwd];
  return [...new Set(folders.filter(isAbsolutePath))];
}
