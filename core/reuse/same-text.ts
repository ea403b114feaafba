/**
 * Whether two functions say the same but for white space, comments, the name of the function and names that they bind
 * themselves. What they take from around them has the same name in both: of a short function that is half of what it says.
 */
export function saysTheSame(a: string, b: string): boolean {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length !== right.length) return false;
  const renamed = new Map<string, string>();
  for (const [i, word] of left.entries()) {
    const other = right[i] ?? '';
    // Keys, properties and attributes keep their names.
    if (word === other) continue;
    if (!nameLike.test(word) || !nameLike.test(other)) return false;
    if ((renamed.get(word) ?? other) !== other) return false;
    renamed.set(word, other);
  }
  return [...renamed].every(([word, other]) => {
    const at = left.indexOf(word);
    return at === right.indexOf(other) && isBound(left, at) && isBound(right, at);
  });
}

const nameLike = /^[\p{L}_$]/u;

const token =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*|\S/gsu;

function wordsOf(text: string): readonly string[] {
  return (text.replace(/^\s*(?:export\s+)?(?:default\s+)?/, '').match(token) ?? []).filter(
    word => !word.startsWith('//') && !word.startsWith('/*'),
  );
}

const declaring: ReadonlySet<string> = new Set(['function', 'const', 'let', 'var', 'class']);

/** A word stands where names are bound: in the parameters, or in a declaration before its value. */
function isBound(words: readonly string[], at: number): boolean {
  if (words[at + 1] === '=' && words[at + 2] === '>') return true;
  let depth = 0;
  // What follows a colon is a type, but for names that a pattern binds, and for the next parameter.
  let isTyped = false;
  let isNext = false;
  for (let i = at - 1; i >= 0; i--) {
    const word = words[i] ?? '';
    if (closing.has(word)) depth++;
    else if (opening.has(word)) {
      if (depth > 0) depth--;
      else if (word === '(') return !isTyped && isParameters(words, i);
      else isNext = true;
    } else if (depth > 0) continue;
    else if (declaring.has(word)) return !isTyped;
    else if (word === ';' || word === '.' || (word === '=' && !isNext)) return false;
    else if (word === ',') isNext = true;
    else if (word === ':') isTyped ||= !isNext;
  }
  // A method by its name.
  return at === 0 || (at === 1 && words[0] === 'async');
}

const opening: ReadonlySet<string> = new Set(['(', '{', '[']);
const closing: ReadonlySet<string> = new Set([')', '}', ']']);

/** The parenthesis opens parameters: the function's own, those of one by name or before an arrow, or what is caught. */
function isParameters(words: readonly string[], open: number): boolean {
  if (
    words[open - 1] === 'catch' ||
    open === 0 ||
    (open === 1 && words[0] === 'async') ||
    words[open - 2] === 'function'
  )
    return true;
  let depth = 0;
  for (let i = open; i < words.length; i++) {
    if (words[i] === '(') depth++;
    else if (words[i] === ')' && --depth === 0) return words[i + 1] === '=' && words[i + 2] === '>';
  }
  return false;
}
