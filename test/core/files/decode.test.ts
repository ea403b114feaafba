import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/files/decode.js';
import { contentHash } from '../../../core/files/hash.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decode', () => {
  it('keeps line ends as they are', () => {
    expect(decode(utf8('a\r\nb\rc\n')).text).toBe('a\r\nb\rc\n');
  });

  it('strips the UTF-8 byte order mark once', () => {
    expect(decode(utf8('\uFEFF\uFEFFlet a')).text).toBe('\uFEFFlet a');
    expect(decode(utf8('\uFEFFlet a'))).toEqual({ text: 'let a', hadBom: true, encoding: 'utf-8' });
  });

  it('reads text beyond ASCII', () => {
    expect(decode(utf8('// größe 漢字 🙂'))).toEqual({ text: '// größe 漢字 🙂', hadBom: false, encoding: 'utf-8' });
  });

  it.each([
    ['a lone continuation byte', bytes(0x61, 0x80)],
    ['Latin-1', bytes(0x67, 0x72, 0xf6, 0xdf, 0x65)],
    ['an encoded surrogate', bytes(0xed, 0xa0, 0x80)],
    ['an overlong slash', bytes(0xc0, 0xaf)],
    ['a character cut short', bytes(0x61, 0xe6, 0xbc)],
  ])('reports %s and still gives a text', (_, content) => {
    const { text, problem } = decode(content);
    expect(problem).toBe('not-utf-8');
    expect(text).toContain('\uFFFD');
  });

  it('calls a file with a NUL byte binary', () => {
    expect(decode(bytes(0x47, 0x00, 0x11))).toEqual({ text: '', problem: 'binary', hadBom: false, encoding: 'utf-8' });
  });

  it('reads UTF-16 in both byte orders', () => {
    const little = Buffer.from('\uFEFFconst ä = "🙂"\r\n', 'utf16le');
    const big = Buffer.from(little).swap16();
    expect(decode(little)).toEqual({ text: 'const ä = "🙂"\r\n', hadBom: true, encoding: 'utf-16le' });
    expect(decode(big)).toEqual({ text: 'const ä = "🙂"\r\n', hadBom: true, encoding: 'utf-16be' });
  });

  it('reports UTF-16 with half a character or half a pair', () => {
    expect(decode(bytes(0xff, 0xfe, 0x61, 0x00, 0x62)).problem).toBe('not-utf-8');
    expect(decode(bytes(0xfe, 0xff, 0xd8, 0x3d)).problem).toBe('not-utf-8');
  });

  it('does not take UTF-32 for text', () => {
    expect(decode(bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)).problem).toBe('binary');
  });

  it('reads a view into a larger buffer', () => {
    expect(decode(utf8('xxletyy').subarray(2, 5)).text).toBe('let');
  });

  it('reads nothing', () => {
    expect(decode(bytes())).toEqual({ text: '', hadBom: false, encoding: 'utf-8' });
    expect(decode(bytes(0xef, 0xbb, 0xbf))).toEqual({ text: '', hadBom: true, encoding: 'utf-8' });
  });
});

describe('contentHash', () => {
  it('agrees for a text and its bytes', () => {
    expect(contentHash('größe')).toBe(contentHash(utf8('größe')));
  });

  it('is stable across versions, since caches are keyed by it', () => {
    expect(contentHash('')).toBe('47DEQpj8HBSa-_TImW-5JC');
    expect(contentHash('a')).not.toBe(contentHash('b'));
  });
});
