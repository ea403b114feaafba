/** Text with lone surrogates replaced by U+FFFD: what may be encoded as UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/**
 * Text for one line of a terminal: line breaks become spaces; control characters (a file name or a source line may hold
 * escape sequences) and direction overrides, which could disguise the text around them, become U+FFFD.
 */
export function printable(text: string): string {
  return wellFormed(text)
    .replace(/\r\n|[\r\n\u2028\u2029\t]/g, ' ')
    .replace(hidden, '\ufffd');
}

const hidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A workspace path as a relative URI reference: every segment percent-encoded. */
export function pathAsUri(path: string): string {
  return wellFormed(path)
    .split('/')
    .map(segment => encodeURIComponent(segment).replaceAll('%40', '@'))
    .join('/');
}

/**
 * Columns a code point takes on a terminal: 0 for combining marks and joiners, 2 for wide East Asian characters and
 * emoji (the wide ranges of Unicode's EastAsianWidth, coarsely), else 1.
 */
export function columnsOf(codePoint: number): number {
  if (codePoint < 0x300) return 1;
  if (zeroWidth.test(String.fromCodePoint(codePoint))) return 0;
  return wide.some(([from, to]) => codePoint >= from && codePoint <= to) ? 2 : 1;
}

const zeroWidth = /\p{Mn}|\p{Me}|\u200b|\u200c|\u200d/u;
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
