import type { FilePath } from '../files/paths.js';
import type { Finding } from '../rules/finding.js';
import { type FixEdit, fixEdits } from './fix-edits.js';
import type { Snapshot } from './snapshot.js';

/** An edit as old and new text; `old` occurs once in the file. */
export interface TextReplacement {
  readonly path: string;
  readonly old: string;
  readonly new: string;
}

/** The edits of a finding's first fix; `undefined` where it has none. */
export async function replacementsFor(
  snapshot: Snapshot,
  { fixes }: Finding,
): Promise<readonly TextReplacement[] | undefined> {
  const [fix] = fixes;
  const made = fix && (await fixEdits(snapshot, fix));
  return made && asReplacements(made, snapshot);
}

/** Those of one file alone and short enough, in characters of old and new text together. */
export function shortIn(
  file: FilePath,
  made: readonly TextReplacement[] | undefined,
  longest: number,
): Omit<TextReplacement, 'path'>[] | undefined {
  if (!made?.every(({ path }) => path === file)) return undefined;
  const size = made.reduce((sum, edit) => sum + edit.old.length + edit.new.length, 0);
  return size > longest ? undefined : made.map(edit => ({ old: edit.old, new: edit.new }));
}

/** Edits as old and new text, in the order of the text, which may be applied one after another; `undefined` for none. */
export function asReplacements(edits: readonly FixEdit[], snapshot: Snapshot): readonly TextReplacement[] | undefined {
  const paths = [...new Set(edits.map(({ path }) => path))];
  const made = paths.flatMap(path =>
    inFile(
      path,
      snapshot,
      edits.filter(each => each.path === path),
    ),
  );
  return made.length > 0 ? made : undefined;
}

/** Lines of a text that are replaced as one, 1-based and inclusive. */
interface Block {
  first: number;
  last: number;
  readonly edits: FixEdit[];
}

/** Each edit with as many whole lines around it as make the old text occur once; those that then share lines become one. */
function inFile(path: FilePath, snapshot: Snapshot, edits: readonly FixEdit[]): readonly TextReplacement[] {
  const whole = snapshot.text(path) ?? '';
  const starts = snapshot.lineStarts(path);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? whole.length) + column - 1;
  const endOf = (line: number): number => (line < starts.length ? (starts[line] ?? whole.length) : whole.length);
  const textOf = ({ first, last }: Block): string => whole.slice(offset(first, 1), endOf(last));
  let blocks: Block[] = [...edits]
    .sort((a, b) => offset(a.range.start.line, a.range.start.column) - offset(b.range.start.line, b.range.start.column))
    .map(edit => ({ first: edit.range.start.line, last: lastLine(edit), edits: [edit] }));
  for (let grown = true; grown; ) {
    blocks = joined(blocks);
    grown = false;
    for (const block of blocks) {
      const old = textOf(block);
      const isWhole = block.first === 1 && block.last >= starts.length;
      if (isWhole || (old !== '' && whole.indexOf(old) === whole.lastIndexOf(old))) continue;
      if (block.first > 1) block.first--;
      if (block.last < starts.length) block.last++;
      grown = true;
    }
  }
  return blocks.map(block => {
    let text = '';
    let at = offset(block.first, 1);
    for (const { range, text: replacement } of block.edits) {
      text += whole.slice(at, offset(range.start.line, range.start.column)) + replacement;
      at = offset(range.end.line, range.end.column);
    }
    return { path, old: textOf(block), new: text + whole.slice(at, endOf(block.last)) };
  });
}

/** The last line that an edit touches: one that ends at the start of a line does not touch it. */
function lastLine({ range: { start, end } }: FixEdit): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
}

function joined(blocks: readonly Block[]): Block[] {
  const result: Block[] = [];
  for (const block of blocks) {
    const before = result.at(-1);
    if (before && block.first <= before.last) {
      before.last = Math.max(before.last, block.last);
      before.edits.push(...block.edits);
    } else result.push(block);
  }
  return result;
}
