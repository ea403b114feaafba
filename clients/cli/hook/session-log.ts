import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCacheFolder } from '../../../core/start.js';
import type { ToldFinding } from '../engine.js';

/** Something that happened in an agent's session. One JSON line each, only ever appended: hooks may run at the same time. */
export type LogEntry =
  /** Findings that were there before the session started. */
  | { readonly t: 'before'; readonly ids: readonly string[] }
  /** Findings the agent was told of after a write. */
  | { readonly t: 'told'; readonly ids: readonly string[] }
  | { readonly t: 'denied'; readonly key: string }
  | { readonly t: 'stopped'; readonly key: string }
  /** The person was asked about a write. */
  | { readonly t: 'asked'; readonly key: string; readonly findings: readonly ToldFinding[] }
  | { readonly t: 'acknowledged'; readonly key: string }
  /** A call was answered, for the hooks of another client over the same call. */
  | { readonly t: 'answered'; readonly key: string; readonly by: string; readonly at: number };

/** What happened so far, and a way to note more. */
export interface SessionLog {
  readonly entries: readonly LogEntry[];
  note(entry: LogEntry): void;
}

const keptMs = 7 * 24 * 3_600_000;
const longestLog = 4 * 1024 * 1024;

/**
 * The log of a session, in the user's cache folder: never in the workspace, where it would be committed or believed.
 * Without such a folder nothing is remembered.
 */
export function sessionLog(root: string, session: string): SessionLog {
  const folder = logFolder(root);
  if (folder === undefined) return { entries: [], note: () => {} };
  const file = join(folder, `${hashed(session)}.jsonl`);
  return {
    entries: readEntries(file),
    note: entry => {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
      } catch {
        // expected denied: not remembered, the next hook tells again what it could have known.
      }
    },
  };
}

/** Removes the logs of sessions long gone. */
export function forgetOldSessions(root: string, nowMs: number): void {
  const folder = logFolder(root);
  if (folder === undefined) return;
  try {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (nowMs - statSync(file).mtimeMs > keptMs) rmSync(file, { force: true });
    }
  } catch {
    // expected absent: no such folder, nothing to forget
  }
}

/** A short name for anything that has to be recognised. */
export function hashed(value: unknown): string {
  return createHash('sha256')
    .update(typeof value === 'string' ? value : JSON.stringify(value))
    .digest('hex')
    .slice(0, 20);
}

/** The folder of all logs of a root. */
export function logFolder(root: string): string | undefined {
  const cache = defaultCacheFolder(root);
  return cache === undefined ? undefined : join(cache, 'hooks');
}

function readEntries(file: string): readonly LogEntry[] {
  try {
    if (statSync(file).size > longestLog) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap(line => {
        try {
          const entry: unknown = JSON.parse(line);
          return typeof entry === 'object' && entry !== null && 't' in entry ? [entry as LogEntry] : [];
        } catch {
          return [];
        }
      });
  } catch {
    return [];
  }
}
