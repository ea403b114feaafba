import type { ChildProcess } from 'node:child_process';

/** The first message of the protocol on the standard output of a process. */
export function readMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let text = Buffer.alloc(0);
    child.stdout?.on('data', (chunk: Buffer) => {
      text = Buffer.concat([text, chunk]);
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(text.subarray(0, Math.max(end, 0)).toString())?.[1]);
      if (end >= 0 && text.length >= end + 4 + length) {
        resolve(JSON.parse(text.subarray(end + 4, end + 4 + length).toString()));
        child.kill();
      }
    });
    child.on('close', status => reject(new Error(`the server ended with ${status} before it answered`)));
  });
}
