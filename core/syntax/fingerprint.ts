import type { TokenStream } from './drafts.js';
import { hex64 } from './strings.js';

/** Functions with fewer tokens are too small for their likeness to mean anything. */
export const fingerprintFloor = 40;
/** Functions with fewer tokens say too little for being the same to mean anything. */
export const shapeFloor = 20;
const gramLength = 5;
const bins = 64;
const bandCount = 16;
const rowsPerBand = bins / bandCount;
const empty = -1;

/** Hash of the tokens from `first` to `end`: equal exactly for copies (but for 64-bit collisions). */
export function shapeOf(stream: TokenStream, first: number, end: number): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = first; i < end; i++) {
    const unit = stream.units[i]!;
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 15);
  }
  return hex64(a, b);
}

/** Hashes of all 5-grams of the stream, by the position they start at. */
export function gramsOf(stream: TokenStream): Int32Array {
  const count = Math.max(0, stream.length - gramLength + 1);
  const grams = new Int32Array(count);
  const { units } = stream;
  for (let i = 0; i < count; i++) {
    let hash = 0x9747b28c;
    for (let j = i; j < i + gramLength; j++) hash = mixed(hash ^ units[j]!);
    grams[i] = hash;
  }
  return grams;
}

function mixed(value: number): number {
  let hash = Math.imul(value, 0xcc9e2d51);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x1b873593);
  return hash ^ (hash >>> 13);
}

/**
 * 16 band hashes of a one-permutation MinHash with 64 bins over the 5-grams between two positions (Li, Owen and Zhang
 * 2012; empty bins take the value of the next filled one, after Shrivastava and Li 2014).
 */
export function bandsOf(grams: Int32Array, first: number, end: number): number[] {
  const minima = new Int32Array(bins).fill(empty);
  const last = Math.min(end - gramLength + 1, grams.length);
  for (let i = first; i < last; i++) {
    const bin = grams[i]! >>> 26;
    const value = grams[i]! & 0x3ffffff;
    const minimum = minima[bin]!;
    if (minimum === empty || value < minimum) minima[bin] = value;
  }
  const bands: number[] = [];
  for (let band = 0; band < bandCount; band++) {
    let hash = 0x9e3779b9 ^ band;
    for (let row = 0; row < rowsPerBand; row++) hash = mixed(hash ^ filled(minima, band * rowsPerBand + row));
    bands.push(hash >>> 0);
  }
  return bands;
}

function filled(minima: Int32Array, bin: number): number {
  for (let step = 0; step < bins; step++) {
    const value = minima[(bin + step) % bins]!;
    // The distance takes part: a borrowed value must not equal the bin's own.
    if (value !== empty) return value + Math.imul(step, 0x5bd1e995);
  }
  return 0;
}
