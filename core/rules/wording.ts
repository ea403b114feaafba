/** The longest list of names that a message spells out. */
const spelledOut = 3;

/** `A`, `A and B`, `A, B and C`, `A, B, C and 2 more`. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, spelledOut);
  const hidden = names.length - shown.length;
  if (hidden > 0) return `${shown.join(', ')} and ${hidden} more`;
  if (shown.length < 2) return shown[0] ?? '';
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** Names of exports as a sentence speaks of them: `*` is everything, `default` the default export. */
export function exportWords(names: readonly string[]): string {
  return listOf(names.map(name => (name === '*' ? 'everything' : name === 'default' ? 'the default export' : name)));
}

/** A text that somebody else wrote as a sentence of its own: a capital letter in front unless it is code, a full stop behind. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const firstWord = trimmed.split(/\s/, 1)[0] ?? '';
  const looksLikeCode = /[/#@:_"`.]|[a-z][A-Z]/.test(firstWord);
  const start = looksLikeCode ? trimmed : trimmed[0]!.toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** The sentences that are not empty, one space between. */
export function message(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter(Boolean).join(' ');
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A text without its closing full stop, to be continued. */
export function withoutStop(text: string): string {
  return text.trim().replace(/\.$/, '');
}
