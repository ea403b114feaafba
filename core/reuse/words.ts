/**
 * The words of an identifier, signature or sentence, in lower case: split at case changes, digits and everything that is no
 * letter (`parseHTTPDate2` → `parse`, `http`, `date`, `2`), plural endings cut so that `users` finds `user`.
 */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.matchAll(word))
    words.push(acronyms.test(match[0]) ? match[0].slice(0, -1).toLowerCase() : singular(match[0].toLowerCase()));
  return words;
}

const word = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}|\p{Nd}+|[\p{Lo}\p{Lm}]+/gu;

/** `IDs`, `URLs`. */
const acronyms = /^\p{Lu}{2,}s$/u;

function singular(word: string): string {
  if (word.length < 4 || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
