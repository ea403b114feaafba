import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** Something that keeps a text from being JSONC. */
export interface SyntaxProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A person mends a few at a time; and each costs some readings of the text. */
const mostProblems = 5;

/** In UTF-16 units: of a longer text only the first problem is told. */
const mostText = 200_000;

/**
 * What is wrong with the text, each mistake once. A parser goes on after a mistake and reports what follows from it; here each
 * mistake is mended, the likeliest way first, and the next one is what is wrong then.
 */
export function syntaxProblems(text: string): readonly SyntaxProblem[] {
  const conflict = /^(<{7}|={7}|>{7})(?= |$)/m.exec(text);
  const problems: SyntaxProblem[] = [];
  let mended = text;
  let grown = 0;
  for (let error = firstError(text); error && problems.length < mostProblems; ) {
    if (conflict) {
      const { index: start } = conflict;
      return [{ start, end: start + 7, message: 'A merge conflict is left here. Resolve it.' }];
    }
    const found = bestMend(mended, error);
    const at = found ?? { at: error.offset, end: error.offset + Math.max(error.length, 0) };
    const start = Math.min(Math.max(at.at - grown, 0), text.length);
    const message = found?.message ?? messages[printParseErrorCode(error.error)] ?? 'This is not JSON.';
    problems.push({ start, end: Math.min(Math.max(at.end - grown, start), text.length), message });
    if (!found) break;
    mended = withMend(mended, found);
    grown += found.insert.length - found.remove;
    error = found.next;
  }
  return problems;
}

/** A way to mend a mistake: `remove` units at `at` make room for `insert`. */
interface Mend {
  readonly at: number;
  /** Where what stands there ends. */
  readonly end: number;
  readonly remove: number;
  readonly insert: string;
  readonly message: string;
}

/** The way after which the text can be read furthest, and the first mistake that is left then; `undefined` where none helps. */
function bestMend(text: string, error: ParseError): (Mend & { next: ParseError | undefined }) | undefined {
  if (text.length > mostText) return undefined;
  let best: (Mend & { next: ParseError | undefined }) | undefined;
  let reached = error.offset;
  for (const mend of mends(text, error)) {
    const next = firstError(withMend(text, mend));
    // To take something away mends a text that is right without it, and hides any other mistake.
    if (mend.remove > 0 && next) continue;
    // Counted in the text as it was.
    const at = next ? next.offset - mend.insert.length + mend.remove : Number.POSITIVE_INFINITY;
    if (at <= reached) continue;
    best = { ...mend, next };
    reached = at;
  }
  return best;
}

/** What may be wrong at a place, the plainest first. */
function mends(text: string, { error, offset, length }: ParseError): readonly Mend[] {
  const end = offset + Math.max(length, 0);
  const missing = missingPieces.map(([insert, message]) => ({ at: offset, end, remove: 0, insert, message }));
  const token = text[offset] ?? '';
  const empty =
    printParseErrorCode(error) === 'ValueExpected' && /[,\]}]/.test(token)
      ? [{ at: offset, end, remove: 0, insert: 'null', message: messages.ValueExpected ?? '' }]
      : [];
  // A key in a list: the list should have ended before it.
  const key = token === ':' ? /"(?:[^"\\\n]|\\.)*"\s*$/.exec(text.slice(0, offset)) : null;
  const early = key
    ? [listOpen, objectOpen].map((message, i) => ({
        at: key.index,
        end: key.index + key[0].trimEnd().length,
        remove: 0,
        insert: i === 0 ? '], ' : '}, ',
        message,
      }))
    : [];
  const needless = /[\]}]/.test(token)
    ? [{ at: offset, end, remove: 1, insert: '', message: `This \`${token}\` is one too many. Remove it.` }]
    : [];
  // Strings up to a bracket that nothing opened: the list should have started at the first of them.
  const item = token === ']' ? /"[^"\n]*"(?:\s*,\s*"[^"\n]*")*\s*$/.exec(text.slice(0, offset)) : null;
  const late = item
    ? [{ at: item.index, end: offset, remove: 0, insert: '[', message: 'A `[` is missing before this.' }]
    : [];
  return [...empty, ...missing, ...early, ...late, ...needless];
}

function withMend(text: string, { at, remove, insert }: Mend): string {
  return text.slice(0, at) + insert + text.slice(at + remove);
}

function firstError(text: string): ParseError | undefined {
  const errors: ParseError[] = [];
  parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  return errors.sort((a, b) => a.offset - b.offset)[0];
}

const listOpen = 'A `]` is missing before this: a list is not closed.';
const objectOpen = 'A `}` is missing before this: an object is not closed.';

const missingPieces: readonly (readonly [piece: string, message: string])[] = [
  [', ', 'A `,` is missing before this.'],
  [': ', 'A `:` is missing between key and value.'],
  ['] ', listOpen],
  ['} ', objectOpen],
  ['], ', listOpen],
  ['}, ', objectOpen],
];

/** Where no way to mend it was found: by the name that the parser gives it. */
const messages: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This word means nothing in JSON. Put it in double quotes, or write true, false or null.',
  InvalidNumberFormat: 'This is not a number. Write it as JSON does: 1, -2.5, 3e4.',
  PropertyNameExpected: 'A key in double quotes is missing here.',
  ValueExpected: 'A value is missing here. Write one, or remove the key.',
  ColonExpected: 'A `:` is missing between key and value.',
  CommaExpected: 'A `,` is missing before this.',
  CloseBraceExpected: 'A `}` is missing: an object is not closed.',
  CloseBracketExpected: 'A `]` is missing: a list is not closed.',
  EndOfFileExpected: 'The file goes on after its one object has ended. Remove the rest.',
  UnexpectedEndOfComment: 'A comment is not closed. Add `*/`.',
  UnexpectedEndOfString: 'A string is not closed. Add `"`.',
  UnexpectedEndOfNumber: 'A number breaks off.',
  InvalidUnicode: 'This escape is not `\\u` and four hexadecimal digits.',
  InvalidEscapeCharacter: 'This escape does not exist. Write `\\\\` for a backslash.',
  InvalidCharacter: 'This character may not stand in a string. Escape it.',
};
