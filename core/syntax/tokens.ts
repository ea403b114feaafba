import type { TokenStream } from './drafts.js';

/** An empty stream. */
export function tokenStream(): TokenStream {
  return { units: new Int32Array(1024), length: 0 };
}

/** Appends one token. */
export function pushToken(stream: TokenStream, unit: number): void {
  if (stream.length === stream.units.length) {
    const grown = new Int32Array(stream.length * 2);
    grown.set(stream.units);
    stream.units = grown;
  }
  stream.units[stream.length++] = unit;
}

/** Appends a name that fingerprints keep: a property or a callee. */
export function pushName(stream: TokenStream, name: string): void {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  pushToken(stream, hash | 0x40000000);
}
