import type { Readable } from 'node:stream';

export interface LineListener {
  onLine(line: string): void;
  /** A line had more bytes than permitted and was passed over. */
  onOverlong(): void;
}

const newline = 0x0a;

/** Cuts a stream of bytes into lines of UTF-8; answers how to stop. Of an overlong line nothing is kept. */
export function readLines(stream: Readable, maxBytes: number, listener: LineListener): () => void {
  let parts: Buffer[] = [];
  let length = 0;
  let isOverlong = false;

  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > maxBytes) {
      isOverlong = true;
      parts = [];
    } else if (!isOverlong && part.length > 0) parts.push(part);
  };
  const end = (): void => {
    const line = isOverlong ? undefined : Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    isOverlong = false;
    if (line === undefined) listener.onOverlong();
    else if (line.trim() !== '') listener.onLine(line);
  };
  const onData = (chunk: Buffer | string): void => {
    let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let at = rest.indexOf(newline); at >= 0; at = rest.indexOf(newline)) {
      keep(rest.subarray(0, at));
      end();
      rest = rest.subarray(at + 1);
    }
    keep(rest);
  };
  stream.on('data', onData);
  return () => {
    stream.off('data', onData);
    stream.pause();
  };
}
