import type { Replacement } from './proposed-edit.js';

/** The text after replacements, or why they cannot be made. */
export type Replaced = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/**
 * Makes replacements one after another, each on the result of the one before. Agents see texts with LF only, so a text
 * with CRLF is edited as LF and given back with CRLF.
 */
export function replaceText(text: string, steps: readonly Replacement[]): Replaced {
  const direct = replaceAsWritten(text, steps);
  if (direct.ok || !text.includes('\r\n')) return direct;
  const plain = replaceAsWritten(
    withLf(text),
    steps.map(step => ({ ...step, old: withLf(step.old), new: withLf(step.new) })),
  );
  return plain.ok ? { ok: true, text: plain.text.replaceAll('\n', '\r\n') } : plain;
}

function replaceAsWritten(text: string, steps: readonly Replacement[]): Replaced {
  let result = text;
  for (const step of steps) {
    const { old, all, count } = step;
    if (old === '') {
      if (result !== '') return { ok: false, why: 'the text to replace is empty, but the file is not' };
      result = step.new;
      continue;
    }
    const parts = result.split(old);
    const found = parts.length - 1;
    if (found === 0) return { ok: false, why: 'the text to replace is not in the file' };
    if (!all && found !== (count ?? 1)) {
      return { ok: false, why: `the text to replace is in the file ${found} times, not ${count ?? 1}` };
    }
    result = parts.join(step.new);
  }
  return { ok: true, text: result };
}

function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
