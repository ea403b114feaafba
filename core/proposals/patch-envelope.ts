import type { PatchHunk, ProposedEdit } from './proposed-edit.js';

/** What an `apply_patch` envelope says, paths as written, or what is wrong with it. */
export type ParsedPatch =
  | { readonly ok: true; readonly edits: readonly ProposedEdit[] }
  | { readonly ok: false; readonly why: string };

const begin = '*** Begin Patch';
const end = '*** End Patch';
const add = '*** Add File: ';
const remove = '*** Delete File: ';
const update = '*** Update File: ';
const move = '*** Move to: ';
const endOfFile = '*** End of File';

/** Reads the envelope (`*** Begin Patch` … `*** End Patch`), wherever in the text it stands: a heredoc may surround it. */
export function parsePatch(text: string): ParsedPatch {
  const lines = text.split('\n').map(line => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const first = lines.findIndex(line => line.trim() === begin);
  if (first < 0) return { ok: false, why: `the patch has no line ${begin}` };
  const last = lines.findIndex((line, i) => i > first && line.trim() === end);
  if (last < 0) return { ok: false, why: `the patch has no line ${end}` };
  const edits: ProposedEdit[] = [];
  let at = first + 1;
  const isSection = (line: string) => [add, remove, update].some(mark => line.startsWith(mark));
  const body = (): string[] => {
    const from = at;
    while (at < last && !isSection(lines[at] ?? '')) at++;
    return lines.slice(from, at);
  };
  while (at < last) {
    const line = lines[at++] ?? '';
    if (line.startsWith(add)) {
      const added = addedText(body());
      if (added === undefined) return { ok: false, why: `a line of ${line.slice(4)} does not start with +` };
      edits.push({ kind: 'write', path: line.slice(add.length).trim(), text: added });
    } else if (line.startsWith(remove)) {
      body();
      edits.push({ kind: 'delete', path: line.slice(remove.length).trim() });
    } else if (line.startsWith(update)) {
      const path = line.slice(update.length).trim();
      const moveTo = lines[at]?.startsWith(move) ? lines[at++]?.slice(move.length).trim() : undefined;
      const hunks = hunksOf(body());
      if (!hunks.ok) return { ok: false, why: `${hunks.why} in ${path}` };
      edits.push({ kind: 'patch', path, hunks: hunks.hunks, ...(moveTo ? { moveTo } : {}) });
    } else if (line.trim() !== '') {
      return { ok: false, why: `line ${at} of the patch belongs to no file: ${line.slice(0, 60)}` };
    }
  }
  return { ok: true, edits };
}

function addedText(lines: readonly string[]): string | undefined {
  const written = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  if (written.some(line => !line.startsWith('+'))) return undefined;
  return written.map(line => `${line.slice(1)}\n`).join('');
}

interface OpenHunk {
  anchors: string[];
  oldLines: string[];
  newLines: string[];
  atEnd: boolean;
}

function hunksOf(lines: readonly string[]): { ok: true; hunks: readonly PatchHunk[] } | { ok: false; why: string } {
  const hunks: OpenHunk[] = [];
  let open: OpenHunk | undefined;
  const isEmpty = ({ oldLines, newLines }: OpenHunk) => oldLines.length === 0 && newLines.length === 0;
  const start = (): OpenHunk => {
    const hunk: OpenHunk = { anchors: [], oldLines: [], newLines: [], atEnd: false };
    hunks.push(hunk);
    return hunk;
  };
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('@@')) {
      // Several `@@` lines in a row narrow the place down step by step.
      if (!open || !isEmpty(open)) open = start();
      const anchor = line.slice(2).replace(/^ /, '');
      if (anchor.trim() !== '') open.anchors.push(anchor);
    } else if (line.trim() === endOfFile) {
      if (open) open.atEnd = true;
      open = undefined;
    } else {
      // A blank line before the next section ends the hunk; inside one it is an empty line of context.
      if (line === '' && i === lines.length - 1) break;
      open ??= start();
      const sign = line[0] ?? ' ';
      const rest = line.slice(1);
      if (sign !== '+' && sign !== '-' && sign !== ' ') {
        return { ok: false, why: `a line starts with neither a blank, + nor -: ${line.slice(0, 60)}` };
      }
      if (sign !== '+') open.oldLines.push(rest);
      if (sign !== '-') open.newLines.push(rest);
    }
  }
  return { ok: true, hunks: hunks.filter(hunk => !isEmpty(hunk)) };
}
