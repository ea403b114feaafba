/**
 * The first line of a TOML text (1-based) that is neither a comment, a table nor a key with its value, or where a string or
 * bracket opens that nothing closes; `undefined` where there is none. What is added at the end of such a text would be read
 * as part of it, or not at all.
 */
export function brokenLine(text: string): number | undefined {
  const lineAt = (at: number) => text.slice(0, at).split('\n').length;
  const tables = new Set<string>();
  let at = 0;
  while (at < text.length) {
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
    if (at >= text.length) return undefined;
    const start = at;
    header.lastIndex = at;
    const table = header.exec(text);
    if (table) {
      const name = table[1]?.replace(/\s+/g, '');
      if (name !== undefined && tables.has(name)) return lineAt(start);
      if (name !== undefined) tables.add(name);
      at += table[0].length;
      continue;
    }
    key.lastIndex = at;
    const found = key.exec(text);
    const end = found ? endOfValue(text, at + found[0].length) : undefined;
    if (end === undefined) return lineAt(start);
    at = end;
  }
  return undefined;
}

const word = String.raw`(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')`;
const dotted = String.raw`${word}(?:[ \t]*\.[ \t]*${word})*`;
const rest = String.raw`[ \t]*(?:#[^\n]*)?\r?(?:\n|$)`;
const blank = /(?:[ \t]*(?:#[^\n]*)?\r?\n|[ \t]+|#[^\n]*$)*/y;
const header = new RegExp(String.raw`\[[ \t]*(${dotted})[ \t]*\]${rest}|\[\[[ \t]*${dotted}[ \t]*\]\]${rest}`, 'y');
const key = new RegExp(String.raw`${dotted}[ \t]*=[ \t]*`, 'y');
const part = /"""[\s\S]*?"""+|'''[\s\S]*?'''+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[^\s"'#[\]{}]+|[ \t\r]+|[[\]{}\n]/y;

/** Where the line after a value starts; `undefined` where the value has none, or does not end. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0;
  let hasValue = false;
  for (let at = start; at < text.length; ) {
    part.lastIndex = at;
    const found = part.exec(text)?.[0];
    if (found === undefined) return undefined;
    at += found.length;
    if (found === '\n' && depth === 0) return hasValue ? at : undefined;
    if (found === '[' || found === '{') depth++;
    if (found === ']' || found === '}') depth--;
    if (depth < 0) return undefined;
    hasValue ||= !/^(?:\s|#)/.test(found);
  }
  return depth === 0 && hasValue ? text.length : undefined;
}
