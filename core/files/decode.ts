import { isAscii, isUtf8 } from 'node:buffer';

/** The text of a file and what was found on the way to it. */
export interface Decoded {
  /**
   * The text without its byte order mark, line ends as they are. With `not-utf-8` the unreadable bytes are U+FFFD; with
   * `binary` it is empty.
   */
  readonly text: string;
  readonly problem?: 'not-utf-8' | 'binary';
  readonly hadBom: boolean;
  readonly encoding: TextEncoding;
}

/** UTF-16 is recognised by its byte order mark alone; everything else is read as UTF-8. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Decodes the bytes of a source file; never throws. A text with a NUL character counts as binary. */
export function decode(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return decodeUtf16(bytes.subarray(2), encoding);
  const hadBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = asBuffer(hadBom ? bytes.subarray(3) : bytes);
  if (body.includes(0)) return { text: '', problem: 'binary', hadBom, encoding };
  // Latin-1 gives the same text for ASCII, several times faster, and keeps the string one byte per character.
  if (isAscii(body)) return { text: body.toString('latin1'), hadBom, encoding };
  const text = body.toString('utf8');
  return isUtf8(body) ? { text, hadBom, encoding } : { text, problem: 'not-utf-8', hadBom, encoding };
}

function encodingOf(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function decodeUtf16(body: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const { text, problem } = utf16Text(body, encoding);
  // UTF-32 starts with the mark of UTF-16 and shows as NUL characters.
  if (text.includes('\0')) return { text: '', problem: 'binary', hadBom: true, encoding };
  return problem ? { text, problem: 'not-utf-8', hadBom: true, encoding } : { text, hadBom: true, encoding };
}

function utf16Text(body: Uint8Array, encoding: TextEncoding): { text: string; problem: boolean } {
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body), problem: false };
  } catch {
    return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(body), problem: true };
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
