import type { ExportSpecifier, ImportSpecifier } from 'ts-morph';
import type { TextEdit } from '../text/edit.js';

/** One name in the braces of an import or re-export. */
export type ListedName = ImportSpecifier | ExportSpecifier;

/**
 * Edits that take names out of a list in braces, their separators and comments with them; the rest keeps its layout.
 * At least one name must stay.
 */
export function removeNames(
  text: string,
  list: readonly ListedName[],
  leaves: (name: ListedName) => boolean,
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (let i = 0; i < list.length; i++) {
    if (!leaves(list[i]!)) continue;
    const first = i;
    while (i + 1 < list.length && leaves(list[i + 1]!)) i++;
    const next = list[i + 1];
    const span =
      next === undefined
        ? { start: list[first - 1]!.getEnd(), end: list[i]!.getEnd() }
        : { start: startOf(list[first]!), end: afterSeparator(text, list[i]!.getEnd()) };
    edits.push({ span, text: '' });
  }
  return edits;
}

/** Where a name starts, a comment on a line of its own above it included. */
function startOf(name: ListedName): number {
  return name.getLeadingCommentRanges()[0]?.getPos() ?? name.getStart();
}

/** The offset after the comma, a comment behind it on the same line, and the white space up to what follows. */
function afterSeparator(text: string, end: number): number {
  const separator = /[^,]*,[ \t]*(?:\/\/[^\r\n]*|\/\*[^*]*\*\/(?=[ \t]*[\r\n]))?\s*/y;
  separator.lastIndex = end;
  return end + (separator.exec(text)?.[0].length ?? 0);
}
