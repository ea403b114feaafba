import { createConnection, type Socket } from 'node:net';
import type { SharedEngine } from '../engine.js';
import { readLines, sendLine } from './lines.js';
import { type MeetingPlace, meetingPlace } from './place.js';

/** An engine in another process. */
export type RemoteEngine = SharedEngine & { close(): void };

/**
 * Connects to the resident engine of a root; `undefined` where none answers as this build of it would. One that is there and
 * busy is waited for so long, in milliseconds: it is sooner ready than a run of one's own, which would only keep it longer.
 */
export async function connectResident(root: string, patienceMs: number): Promise<RemoteEngine | undefined> {
  const place = meetingPlace(root);
  const socket = place && (await connectTo(place, patienceMs));
  return socket && remoteEngine(socket);
}

/** A connection to the host at a place, both sides having said the same greeting; `undefined` where nobody listens or answers. */
export function connectTo({ address, greeting }: MeetingPlace, patienceMs: number): Promise<Socket | undefined> {
  return new Promise(resolve => {
    const socket = createConnection(address);
    const give = (result: Socket | undefined): void => {
      clearTimeout(timer);
      if (!result) socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(give, patienceMs, undefined);
    socket.on('error', () => give(undefined));
    socket.once('close', () => give(undefined));
    socket.once('connect', () => sendLine(socket, greeting));
    readLines(socket, value => {
      if (value === greeting) give(socket);
      else if (typeof value === 'string') give(undefined);
      else socket.emit('lintel-answer', value);
    });
  });
}

/** The engine behind a connection that has been greeted. */
export function remoteEngine(socket: Socket): RemoteEngine {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  socket.on('lintel-answer', (value: { id?: number; result?: unknown; error?: string }) => {
    const call = waiting.get(value.id ?? -1);
    waiting.delete(value.id ?? -1);
    if (value.error !== undefined) call?.reject(new Error(value.error));
    else call?.resolve(value.result);
  });
  socket.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the resident engine went away'));
    waiting.clear();
  });
  const call = <T>(method: keyof SharedEngine, params?: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new Error('the resident engine went away'));
      const id = ++last;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      sendLine(socket, { id, method, params });
    });
  return {
    checkEdits: request => call('checkEdits', request),
    verifyChanges: request => call('verifyChanges', request),
    brief: request => call('brief', request),
    close: () => socket.destroy(),
  };
}
