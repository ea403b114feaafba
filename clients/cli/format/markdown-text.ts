import { wellFormed } from './characters.js';

/** A code span in a table cell, which an unescaped `|` would end even there. */
export function cellCode(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A code span for any text: the fence is longer than every run of backticks in it. */
export function code(text: string): string {
  const clean = oneLine(text);
  const fence = '`'.repeat(longestRun(clean) + 1);
  const pad = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}

/**
 * Text without markup. `@owner` and `#123` are broken up: a report that names an owner must not notify whole teams, nor
 * link issues of this repository.
 */
export function inline(text: string): string {
  return html(oneLine(text).replace(/[\\`*_[\]|~]/g, '\\$&'));
}

/** The same where HTML stands and Markdown is not read. */
export function html(text: string): string {
  return text
    .replace(/[&<>]/g, character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character)
    .replace(/([@#])(?=\w)/g, '$1<!-- -->');
}

export function oneLine(text: string): string {
  return wellFormed(text)
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '\ufffd')
    .trim();
}

export function fenceFor(text: string): string {
  return '`'.repeat(Math.max(3, longestRun(text) + 1));
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
