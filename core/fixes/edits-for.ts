import type { Fix } from '../rules/finding.js';
import type { TextEdit } from '../text/edit.js';
import { changeSpecifier, moveNames } from './change-specifier.js';
import { importType } from './import-type.js';
import { laidOut } from './layout.js';
import { writeThrowsTags } from './throws-tags.js';

/**
 * The edits of `fix.path` that carry out a fix, for the text it was offered for (without byte order mark). They keep
 * quotes, layout and comments. `undefined` when the text has no such place any more. Never throws for the user's text.
 */
export function editsFor(fix: Fix, text: string): readonly TextEdit[] | undefined {
  const { intent, at, path } = fix;
  switch (intent.kind) {
    case 'replace':
      return intent.span.end > text.length ? undefined : laidOut(text, intent);
    case 'edits':
      return intent.edits.some(edit => edit.span.end > text.length)
        ? undefined
        : intent.edits.flatMap(edit => laidOut(text, edit));
    case 'throws-tags':
      return writeThrowsTags(text, at, intent.tags);
    case 'change-specifier':
      return intent.names === undefined
        ? changeSpecifier(text, at, intent.specifier)
        : moveNames(path, text, at, intent.specifier, intent.names);
    case 'import-type':
      return importType(path, text, at, intent.names);
  }
}
