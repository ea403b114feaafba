import type { Fix, IntendedEdit } from '../rules/finding.js';
import type { TextEdit } from '../text/edit.js';
import { changeSpecifier, moveNames } from './change-specifier.js';
import { importType } from './import-type.js';
import { writeThrowsTags } from './throws-tags.js';

/**
 * The edits of `fix.path` that carry out a fix, for the text it was offered for (without byte order mark). They keep
 * quotes, layout and comments. `undefined` when the text has no such place any more. Never throws for the user's text.
 */
export function editsFor(fix: Fix, text: string): readonly TextEdit[] | undefined {
  const { intent, at, path } = fix;
  switch (intent.kind) {
    case 'replace':
      return intent.span.end > text.length ? undefined : [{ span: intent.span, text: intent.text }];
    case 'edits':
      return intent.edits.some(edit => edit.span.end > text.length)
        ? undefined
        : intent.edits.map(edit => (edit.endsList ? beforeComma(text, edit) : edit));
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

/** The edit moved before the comma that ends a list, if one does. */
function beforeComma(source: string, { span, text }: IntendedEdit): TextEdit {
  const end = source.slice(0, span.start).trimEnd().length - 1;
  return source[end] === ',' ? { span: { start: end, end }, text } : { span, text };
}
