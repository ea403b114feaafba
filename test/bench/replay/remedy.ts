import type { ToolAnswer, ToolFinding } from './ask.js';
import type { SeededWrite } from './case.js';

/** How a remedy fared: `left out`: clean, since what was wrong was taken out and nothing put in its place. */
export type RemedyOutcome = 'clean' | 'left out' | 'not clean' | 'none';

/**
 * Takes what the answer names word by word: the statement in `fix` in the place of the one at the finding's line, or the
 * `edits` as they are; for a copy its lines go and the named import comes. `clean` when the text then has no finding that
 * the text before the mistake has not.
 */
export async function applyRemedy(
  seed: SeededWrite,
  answer: ToolAnswer,
  clean: ToolAnswer,
  check: (text: string) => Promise<ToolAnswer>,
): Promise<RemedyOutcome> {
  const known = new Set((clean.findings ?? []).map(keyOf));
  const finding = answer.findings?.find(
    each =>
      seed.rules.includes(each.rule) && !known.has(keyOf(each)) && (each.fix !== undefined || each.edits !== undefined),
  );
  const text = seed.copyOf === undefined ? finding && fixedText(seed.text, finding) : withoutCopy(seed, answer);
  if (text === undefined || text === seed.text) return 'none';
  const after = await check(text);
  const left = (after.findings ?? []).filter(each => !known.has(keyOf(each)) && /error|warning/.test(each.severity));
  const isThere = seed.copyOf !== undefined && namesCopy(after, seed.copyOf) !== undefined;
  if (left.length > 0 || isThere || after.status === 'not_checked') return 'not clean';
  return finding?.message.endsWith('The edits leave it out.') ? 'left out' : 'clean';
}

/** A finding wherever it stands: lines move. */
export function keyOf({ rule, message }: ToolFinding): string {
  return `${rule} ${message.replace(/:\d+/g, '')}`;
}

/** What an answer says of the copy of that name. */
export function namesCopy(answer: ToolAnswer | undefined, copy: string) {
  return answer?.reuse?.find(({ why }) => why.startsWith(`${copy} `));
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
function withoutCopy({ text, copyOf = '' }: SeededWrite, answer: ToolAnswer): string | undefined {
  const named = namesCopy(answer, copyOf);
  const [, first, last] = /:(\d+)-(\d+)$/.exec(named?.replaces ?? '') ?? [];
  if (named?.import === undefined || first === undefined) return undefined;
  const lines = text.split('\n');
  lines.splice(Number(first) - 1, Number(last) - Number(first) + 1);
  return [...headOf(lines), named.import, ...lines.slice(headOf(lines).length)].join('\n');
}

/** Lines that have to stay first: `#!`, "use client". */
function headOf(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex(line => !/^(?:#!.*|['"]use \w+['"];?|\s*)$/.test(line));
  return lines.slice(0, Math.max(0, end));
}
