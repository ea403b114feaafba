import { closeSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { SharedEngine } from '../engine.js';
import { connectTo } from './connect.js';
import { readLines, sendLine } from './lines.js';
import { type MeetingPlace, meetingPlace } from './place.js';

/** A server's part in the resident engine of a root: it hosts, or stands by until the host is gone. */
export interface Residency {
  /** Resolves once it hosts, or once it stands by. Rejects never. */
  readonly settled: Promise<'host' | 'standby' | 'none'>;
  close(): Promise<void>;
}

/** A lock this old was left by a process that died: taking the place is a matter of milliseconds. */
const abandonedMs = 5_000;

/** A host that listens and does not greet in this time, in milliseconds, hangs; one that analyses a large change only seems to. */
const patienceMs = 30_000;

/**
 * Offers the engine of a server to the hooks of this user. One server of a root hosts; the others stand by and the first
 * to notice takes over when the host ends, whatever way it ends. Safe to call from any number of processes at once.
 */
export function hostResident(root: string, engine: SharedEngine): Residency {
  const place = meetingPlace(root);
  const residency = new HostedEngine(place, engine);
  return { settled: residency.take(), close: () => residency.close() };
}

class HostedEngine {
  readonly #place: MeetingPlace | undefined;
  readonly #engine: SharedEngine;
  readonly #clients = new Set<Socket>();
  #server: Server | undefined;
  #host: Socket | undefined;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(place: MeetingPlace | undefined, engine: SharedEngine) {
    this.#place = place;
    this.#engine = engine;
  }

  async take(): Promise<'host' | 'standby' | 'none'> {
    const place = this.#place;
    if (!place || this.#isClosed) return 'none';
    try {
      if (await this.#standBy(place)) return 'standby';
      const release = takeLock(place.lock);
      if (!release) {
        this.#later();
        return 'standby';
      }
      try {
        // Somebody may have taken the place before the lock was ours.
        if (await this.#standBy(place)) return 'standby';
        await this.#listen(place);
        return 'host';
      } finally {
        release();
      }
    } catch {
      this.#later();
      return 'standby';
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#host?.destroy();
    for (const client of this.#clients) client.destroy();
    const server = this.#server;
    if (server) await new Promise<void>(resolve => server.close(() => resolve()));
  }

  /** Keeps a connection to the host: its end is the sign to take over. */
  async #standBy(place: MeetingPlace): Promise<boolean> {
    const host = await connectTo(place, patienceMs);
    if (!host) return false;
    if (this.#isClosed) host.destroy();
    this.#host = host;
    host.unref();
    host.once('close', () => {
      this.#host = undefined;
      this.#later(0);
    });
    return true;
  }

  #later(delayMs = 50 + Math.random() * 200): void {
    if (this.#isClosed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.take(), delayMs).unref();
  }

  async #listen(place: MeetingPlace): Promise<void> {
    if (place.lock !== undefined) removeFile(place.address);
    const server = createServer(socket => this.#serve(socket, place));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place.address, () => resolve());
    });
    server.on('error', () => {});
    server.unref();
    this.#server = server;
  }

  #serve(socket: Socket, { greeting }: MeetingPlace): void {
    this.#clients.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#clients.delete(socket));
    socket.unref();
    // Who asked may be gone by the time it is its turn: a hook waits for a second or two.
    const gone = new AbortController();
    socket.once('close', () => gone.abort(new Error('nobody waits for the answer any more')));
    let isGreeted = false;
    readLines(socket, value => {
      if (!isGreeted) {
        isGreeted = true;
        if (value !== greeting) socket.destroy();
        else sendLine(socket, greeting);
        return;
      }
      void this.#answer(socket, value, gone.signal);
    });
  }

  async #answer(socket: Socket, value: unknown, signal: AbortSignal): Promise<void> {
    const { id, method, params } = (value ?? {}) as { id?: unknown; method?: unknown; params?: unknown };
    try {
      sendLine(socket, { id, result: await callEngine(this.#engine, method, params, signal) });
    } catch (error) {
      sendLine(socket, { id, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function callEngine(
  engine: SharedEngine,
  method: unknown,
  params: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  switch (method) {
    case 'checkEdits':
      return engine.checkEdits(params as Parameters<SharedEngine['checkEdits']>[0], signal);
    case 'verifyChanges':
      return engine.verifyChanges(params as Parameters<SharedEngine['verifyChanges']>[0], signal);
    case 'brief':
      return engine.brief(params as Parameters<SharedEngine['brief']>[0], signal);
    default:
      throw new Error(`the engine has no method ${String(method)}`);
  }
}

/** Takes the lock of a place; the function that gives it back, or `undefined` while another process holds it. */
function takeLock(path: string | undefined): (() => void) | undefined {
  if (path === undefined) return () => {};
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, String(process.pid));
    } finally {
      closeSync(file);
    }
    return () => removeFile(path);
  } catch {
    try {
      if (Date.now() - statSync(path).mtimeMs > abandonedMs) removeFile(path);
    } catch {
      // expected absent: given back meanwhile
    }
    return undefined;
  }
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Not there.
  }
}
