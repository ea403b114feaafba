/** A template tag that takes away the indentation that all lines share, as `dedent` and `outdent` do. */
export function dedented(strings: TemplateStringsArray | string, ...values: readonly unknown[]): unknown {
  // `dedent({ … })` and `outdent(options)` answer a tag.
  if (typeof strings === 'object' && !Array.isArray(strings)) return dedented;
  const text = typeof strings === 'string' ? strings : String.raw({ raw: strings }, ...values);
  const lines = text
    .replace(/^[ \t]*\r?\n/, '')
    .replace(/\r?\n[ \t]*$/, '')
    .split('\n');
  const depths = lines.filter(line => line.trim() !== '').map(line => /^[ \t]*/.exec(line)![0].length);
  const depth = depths.length === 0 ? 0 : Math.min(...depths);
  return lines.map(line => line.slice(Math.min(depth, /^[ \t]*/.exec(line)![0].length))).join('\n');
}
