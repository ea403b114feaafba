import type { ToolAnswer, ToolFinding } from './ask.js';
import type { SeededWrite } from './case.js';

/**
 * Takes what the answer names word by word: the statement in `fix` in the place of the one at the finding's line, or the
 * `edits` as they are. `clean` when the text then has no finding that the text before the mistake has not.
 */
export async function applyRemedy(
  seed: SeededWrite,
  answer: ToolAnswer,
  clean: ToolAnswer,
  check: (text: string) => Promise<ToolAnswer>,
): Promise<'clean' | 'not clean' | 'none'> {
  if (seed.copyOf !== undefined) return copyRemedy(seed, answer, clean, check);
  const finding = answer.findings?.find(
    ({ rule, fix, edits }) => seed.rules.includes(rule) && (fix !== undefined || edits !== undefined),
  );
  const text = finding && fixedText(seed.text, finding);
  if (text === undefined || text === seed.text) return 'none';
  const after = await check(text);
  const known = new Set((clean.findings ?? []).map(({ rule }) => rule));
  const left = (after.findings ?? []).filter(
    ({ rule, severity }) => !known.has(rule) && /error|warning/.test(severity),
  );
  return left.length === 0 && after.status !== 'not_checked' ? 'clean' : 'not clean';
}

function fixedText(text: string, { at, fix, edits }: ToolFinding): string | undefined {
  if (edits) {
    let changed = text;
    for (const edit of edits) {
      if (changed.split(edit.old).length !== 2) return undefined;
      changed = changed.replace(edit.old, () => edit.new);
    }
    return changed;
  }
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

/** The copy is taken out and what it repeats imported under its name. */
async function copyRemedy(
  seed: SeededWrite,
  answer: ToolAnswer,
  clean: ToolAnswer,
  check: (text: string) => Promise<ToolAnswer>,
): Promise<'clean' | 'not clean' | 'none'> {
  const named = answer.reuse?.find(({ why }) => why.startsWith(seed.copyOf ?? ''));
  if (named?.import === undefined) return 'none';
  const after = await check(`${named.import}\n${seed.clean}`);
  const known = new Set((clean.findings ?? []).map(({ rule }) => rule));
  const left = (after.findings ?? []).filter(
    ({ rule, severity }) => !known.has(rule) && /error|warning/.test(severity),
  );
  return left.length === 0 ? 'clean' : 'not clean';
}
