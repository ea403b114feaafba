import type { PatchHunk } from './proposed-edit.js';
import type { Replaced } from './replace-text.js';

/**
 * Applies the hunks of one file in order, each after the one before, the way `apply_patch` finds their places: as written,
 * then with blanks at the ends of lines ignored, then on both sides, then with typographic characters as plain ones.
 */
export function applyHunks(text: string, hunks: readonly PatchHunk[]): Replaced {
  const isCrlf = text.includes('\r\n');
  const lines = (isCrlf ? text.replaceAll('\r\n', '\n') : text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const replacements: { readonly at: number; readonly length: number; readonly lines: readonly string[] }[] = [];
  let from = 0;
  for (const hunk of hunks) {
    for (const anchor of hunk.anchors) {
      const found = seek(lines, [anchor], from, false);
      if (found === undefined) return { ok: false, why: `the line "${anchor.slice(0, 60)}" of the patch is not there` };
      from = found + 1;
    }
    if (hunk.oldLines.length === 0) {
      replacements.push({ at: lines.length, length: 0, lines: hunk.newLines });
      continue;
    }
    const place = placeOf(lines, hunk, from);
    if (!place) {
      return { ok: false, why: `the lines that the patch replaces are not there: ${hunk.oldLines[0]?.slice(0, 60)}` };
    }
    replacements.push(place);
    from = place.at + place.length;
  }
  for (const { at, length, lines: added } of replacements.reverse()) lines.splice(at, length, ...added);
  const eol = isCrlf ? '\r\n' : '\n';
  return { ok: true, text: lines.map(line => line + eol).join('') };
}

function placeOf(lines: readonly string[], { oldLines, newLines, atEnd }: PatchHunk, from: number) {
  const at = seek(lines, oldLines, from, atEnd);
  if (at !== undefined) return { at, length: oldLines.length, lines: newLines };
  // An empty last line stands for the end of the file.
  if (oldLines.at(-1) !== '') return undefined;
  const shorter = oldLines.slice(0, -1);
  const found = shorter.length === 0 ? undefined : seek(lines, shorter, from, atEnd);
  if (found === undefined) return undefined;
  return { at: found, length: shorter.length, lines: newLines.at(-1) === '' ? newLines.slice(0, -1) : newLines };
}

const readings: readonly ((line: string) => string)[] = [
  line => line,
  line => line.trimEnd(),
  line => line.trim(),
  line => plain(line.trim()),
];

/** The index of the first place from `from` on at which the wanted lines stand. */
function seek(lines: readonly string[], wanted: readonly string[], from: number, atEnd: boolean): number | undefined {
  const lastStart = lines.length - wanted.length;
  const starts = atEnd && lastStart >= from ? [lastStart] : [];
  for (const reading of readings) {
    const pattern = wanted.map(reading);
    const stands = (at: number) => pattern.every((line, i) => reading(lines[at + i] ?? '') === line);
    for (const at of starts) if (stands(at)) return at;
    for (let at = from; at <= lastStart; at++) if (stands(at)) return at;
  }
  return undefined;
}

function plain(line: string): string {
  return line
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018-\u201B]/g, "'")
    .replace(/[\u201C-\u201F]/g, '"')
    .replace(/[\u00A0\u2002-\u200A\u202F\u205F\u3000]/g, ' ');
}
