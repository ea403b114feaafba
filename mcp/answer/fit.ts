import type { Answer } from '../tool.js';

/** No answer has more bytes than this. */
export const maxAnswerBytes = 8_000;

const longestString = 300;
const longestMessage = 160;

/**
 * The answer in at most 8,000 bytes, by steps, never cut within a value: strings to 300 characters (messages keep their last sentence), then to 160,
 * then lists shortened from the end, the least important first, with `omitted` telling how much by list.
 */
export function fitted(answer: Answer, lists: readonly string[]): Answer {
  let fit = shortened(answer, longestString) as Answer;
  if (sizeOf(fit) <= maxAnswerBytes) return fit;
  fit = shortened(fit, longestMessage) as Answer;
  if (sizeOf(fit) <= maxAnswerBytes) return fit;
  for (const name of lists) {
    const list = fit[name];
    if (!Array.isArray(list) || list.length === 0) continue;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (sizeOf(cut(fit, name, middle)) <= maxAnswerBytes) low = middle;
      else high = middle - 1;
    }
    fit = cut(fit, name, low);
    if (sizeOf(fit) <= maxAnswerBytes) return fit;
  }
  return { status: fit.status, ...('rev' in fit && { rev: fit.rev }), reason: 'The answer is too long. Ask for less.' };
}

/** True when an answer needs no shortening; the revision is still to be put in. */
export function fits(answer: Answer): boolean {
  return sizeOf(answer) <= maxAnswerBytes - 30;
}

function cut(answer: Answer, name: string, length: number): Answer {
  const list = answer[name] as readonly unknown[];
  if (length >= list.length) return answer;
  const omitted = { ...(answer.omitted as Record<string, number> | undefined), [name]: list.length - length };
  return { ...answer, [name]: list.slice(0, length), omitted };
}

/** A statement to be copied is never shortened. */
const exact: ReadonlySet<string> = new Set(['fix', 'import', 'old', 'new', 'next_cursor', 'symbol', 'at', 'path']);

function shortened(value: unknown, longest: number, key = ''): unknown {
  if (typeof value === 'string') {
    if (value.length <= longest || exact.has(key)) return value;
    return key === 'message' ? shortMessage(value, longest) : `${value.slice(0, longest - 1)}…`;
  }
  if (Array.isArray(value)) return value.map(each => shortened(each, longest, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shortened(each, longest, name)]));
  }
  return value;
}

/** The last sentence of a message says what to do: what goes is before it. */
function shortMessage(message: string, longest: number): string {
  const last = message.slice(message.lastIndexOf('. ') + 2);
  if (last.length > longest / 2 || last === message) return `${message.slice(0, longest - 1)}…`;
  return `${message.slice(0, longest - last.length - 2)}… ${last}`;
}

function sizeOf(answer: Answer): number {
  return Buffer.byteLength(JSON.stringify(answer));
}
