import type { ToolAnswer, ToolFinding } from './ask.js';
import type { SeededWrite } from './case.js';

/** How a remedy fared: `left out`: clean, since what was wrong was taken out and nothing put in its place. */
export type RemedyOutcome = 'clean' | 'left out' | 'not clean' | 'none';

const mostRounds = 4;

/**
 * Takes what the answer names word by word, one finding a round: the statement in `fix` in the place of the one at the
 * finding's line, or the `edits` as they are; for a copy its lines go and the named import comes. `clean` when the text then
 * has no finding that the text before the mistake has not; what is no reason to stop (`information`) counts where it is what
 * was seeded.
 */
export async function applyRemedy(
  seed: SeededWrite,
  answer: ToolAnswer,
  clean: ToolAnswer,
  disk: {
    /** The text of another file. */
    read(path: string): string | undefined;
    /** What the texts, by path, would break. */
    check(texts: ReadonlyMap<string, string>): Promise<ToolAnswer>;
  },
): Promise<{ readonly remedy: RemedyOutcome; readonly taken: readonly string[] }> {
  const known = new Set((clean.findings ?? []).map(keyOf));
  const counts = (each: ToolFinding) =>
    !known.has(keyOf(each)) && (/error|warning/.test(each.severity) || seed.rules.includes(each.rule));
  const texts = new Map([[seed.path, seed.text]]);
  const textOf = (path: string) => texts.get(path) ?? disk.read(path);
  let told = answer;
  let isLeftOut = false;
  const taken: string[] = [];
  for (let rounds = 0; ; rounds++) {
    const open = (told.findings ?? []).filter(counts);
    const isCopied = seed.copyOf !== undefined && namesCopy(told, seed.copyOf) !== undefined;
    if (rounds > 0 && open.length === 0 && !isCopied)
      return { remedy: told.status === 'not_checked' ? 'not clean' : isLeftOut ? 'left out' : 'clean', taken };
    const next = isCopied
      ? withoutCopy(seed.path, textOf(seed.path) ?? '', seed.copyOf ?? '', told)
      : firstFixed(textOf, open, seed.rules);
    if (next === undefined || next.text === textOf(next.path) || rounds === mostRounds)
      return { remedy: rounds === 0 ? 'none' : 'not clean', taken };
    isLeftOut ||= next.isLeftOut;
    taken.push(next.how);
    texts.set(next.path, next.text);
    told = await disk.check(texts);
  }
}

interface Applied {
  readonly path: string;
  readonly text: string;
  readonly isLeftOut: boolean;
  /** The rule, and what was taken for it. */
  readonly how: string;
}

/** The text with the remedy of one finding, of what was seeded before anything else. */
function firstFixed(
  textOf: (path: string) => string | undefined,
  open: readonly ToolFinding[],
  rules: readonly string[],
): Applied | undefined {
  const sorted = [...open].sort((a, b) => Number(rules.includes(b.rule)) - Number(rules.includes(a.rule)));
  for (const finding of sorted) {
    const path = finding.at.replace(/:\d+$/, '');
    const text = textOf(path);
    const fixed = text === undefined ? undefined : fixedText(text, finding);
    if (fixed !== undefined) return { path, text: fixed, isLeftOut: isLeavingOut(finding), how: howOf(finding) };
  }
  return undefined;
}

/** A finding wherever it stands: lines move. */
export function keyOf({ rule, message }: ToolFinding): string {
  return `${rule} ${message.replace(/:\d+/g, '')}`;
}

/** What an answer says of the copy of that name. */
export function namesCopy(answer: ToolAnswer | undefined, copy: string) {
  return answer?.reuse?.find(({ why }) => why.startsWith(`${copy} `));
}

/** All that the edits do is to take away what came with the change. */
function isLeavingOut({ edits }: ToolFinding): boolean {
  return edits?.every(edit => edit.new === '') ?? false;
}

function howOf({ rule, at, fix, edits = [] }: ToolFinding): string {
  const changes = edits.map(edit => `${JSON.stringify(edit.old)} -> ${JSON.stringify(edit.new)}`).join(' ');
  return `${rule} ${at}: ${fix ?? changes}`.slice(0, 300);
}

function fixedText(text: string, { at, fix, edits }: ToolFinding): string | undefined {
  if (edits) return edited(text, edits);
  const line = Number(at.split(':').at(-1));
  const start =
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + (line > 1 ? 1 : 0);
  const rest = text.slice(start);
  const written = /^(?:import|export)\s[^;'"]*?from\s*['"][^'"\n]+['"];?/.exec(rest)?.[0];
  return written === undefined || fix === undefined
    ? undefined
    : text.slice(0, start) + fix + rest.slice(written.length);
}

function edited(text: string, edits: readonly { readonly old: string; readonly new: string }[]): string | undefined {
  let changed = text;
  for (const edit of edits) {
    if (changed.split(edit.old).length !== 2) return undefined;
    changed = changed.replace(edit.old, () => edit.new);
  }
  return changed;
}

/** The lines that the answer calls a copy go, and the import that it names comes, under the name that the copy had. */
function withoutCopy(path: string, text: string, copyOf: string, answer: ToolAnswer): Applied | undefined {
  const named = namesCopy(answer, copyOf);
  const [, first, last] = /:(\d+)-(\d+)$/.exec(named?.replaces ?? '') ?? [];
  if (named?.import === undefined || first === undefined) return undefined;
  const lines = text.split('\n');
  lines.splice(Number(first) - 1, Number(last) - Number(first) + 1);
  const whole = [...headOf(lines), named.import, ...lines.slice(headOf(lines).length)].join('\n');
  return { path, text: whole, isLeftOut: false, how: `copy: ${named.import}` };
}

/** Lines that have to stay first: `#!`, "use client". */
function headOf(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex(line => !/^(?:#!.*|['"]use \w+['"];?|\s*)$/.test(line));
  return lines.slice(0, Math.max(0, end));
}
