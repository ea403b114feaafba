import type { CommentIr, FileIr, FunctionIr, Place } from '../../syntax/ir/nodes.js';
import { type FailureClass, failureClasses } from '../classes.js';
import type { FileView } from '../view.js';

/** A reason that somebody wrote for a failure: `// expected absent: the file is written on first use`. */
export interface ReasonMarker {
  readonly class: FailureClass;
  readonly reason: string;
  /** The comment, or the documentation with `@expected`. */
  readonly at: Place;
}

/** `// expected <class>: reason`; a word that is no class makes it an ordinary comment, and so does a reason of one word. */
function markerIn({ text, start, end }: CommentIr): ReasonMarker | undefined {
  const [, word = '', reason = ''] = /^@?expected\s+([a-z]+)\s*:\s*(.+)$/i.exec(text) ?? [];
  const failure = classOf(word);
  return failure && words(reason) >= 2 ? { class: failure, reason, at: { start, end } } : undefined;
}

const known = new WeakMap<FileIr, readonly ReasonMarker[]>();

/** The reason markers in the comments of a file, in order. */
export function markersOf({ ir }: Pick<FileView, 'ir'>): readonly ReasonMarker[] {
  const found = known.get(ir) ?? ir.comments.flatMap(comment => markerIn(comment) ?? []);
  known.set(ir, found);
  return found;
}

/** `@expected <class> reason` in the documentation of a function around an offset, the innermost first. */
export function documentedMarker({ ir }: Pick<FileView, 'ir'>, offset: number): ReasonMarker | undefined {
  for (let at = ir.functions.length - 1; at > 0; at--) {
    const fn = ir.functions[at];
    const marker = fn && offset >= fn.start && offset <= fn.end ? markerInDoc(fn) : undefined;
    if (marker) return marker;
  }
  return undefined;
}

/** All `@expected` in the documentation of functions, in order. */
export function documentedMarkers({ ir }: Pick<FileView, 'ir'>): readonly ReasonMarker[] {
  return ir.functions.flatMap(fn => markerInDoc(fn) ?? []);
}

function markerInDoc({ doc }: FunctionIr): ReasonMarker | undefined {
  for (const { name, text } of doc?.tags ?? []) {
    if (!doc || name !== 'expected') continue;
    const [, word = '', reason = ''] = /^([a-z]+)\s*:?\s+(.+)$/i.exec(text) ?? [];
    const failure = classOf(word);
    if (failure && words(reason) >= 2) return { class: failure, reason, at: { start: doc.start, end: doc.end } };
  }
  return undefined;
}

/** Words that say that nothing is done, but not why. */
const empty =
  /^(ignor\w*|errors?|exceptions?|failures?|fail\w*|do|does|nothing|silent\w*|silence\w*|swallow\w*|noop|no-op|skip\w*|just|this|that|the|an?|it|its|is|are|be|any|all|here|safe\w*|catch\w*|and|or|to|on|in|if|of|for|can|could|may|intentional\w*|deliberate\w*|empty|fine|ok|okay|will|we|not|by|design|purpose\w*)$/i;

/** An ordinary comment that gives a reason: two words and more that tell something, and no reminder. */
export function isExplained({ ir }: Pick<FileView, 'ir'>, { start, end }: Place): boolean {
  return ir.comments.some(
    ({ text, ...at }) =>
      at.start >= start &&
      at.end <= end &&
      !/^\s*(todo|fixme|xxx|hack|eslint|biome|oxlint|@ts-|istanbul|c8)\b/i.test(text) &&
      text.split(/[^\w'-]+/).filter(word => /[a-z]{2}/i.test(word) && !empty.test(word)).length >= 2,
  );
}

function classOf(word: string): FailureClass | undefined {
  return failureClasses.find(each => each === word.toLowerCase());
}

function words(text: string): number {
  return text
    .trim()
    .split(/\s+/)
    .filter(word => /\w/.test(word)).length;
}
