import type { Socket } from 'node:net';

/** The longest message either side takes, in bytes. */
export const longestMessage = 64 * 1024 * 1024;

/** Reads a socket as JSON values, one a line. What is no JSON, or too long, ends the connection. */
export function readLines(socket: Socket, onValue: (value: unknown) => void): void {
  let parts: Buffer[] = [];
  let length = 0;
  socket.on('data', (data: Buffer) => {
    let rest = data;
    for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, at)]).toString('utf8');
      parts = [];
      length = 0;
      rest = rest.subarray(at + 1);
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        socket.destroy();
        return;
      }
      onValue(value);
      if (socket.destroyed) return;
    }
    if (rest.length === 0) return;
    parts.push(rest);
    length += rest.length;
    if (length > longestMessage) socket.destroy();
  });
}

/** Sends one value. A socket that is gone takes nothing. */
export function sendLine(socket: Socket, value: unknown): void {
  if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(value)}\n`);
}
