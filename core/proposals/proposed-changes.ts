import { decode } from '../files/decode.js';
import type { FileChange, FileSystem } from '../files/file-system.js';
import { dirname, type FilePath } from '../files/paths.js';
import { applyHunks } from './apply-hunks.js';
import type { ProposedEdit } from './proposed-edit.js';
import { replaceText } from './replace-text.js';

/** The exact texts that proposed edits would leave, and the edits of which that cannot be told. */
export interface ProposedChanges {
  readonly changes: readonly FileChange[];
  readonly refused: readonly { readonly path: FilePath; readonly why: string }[];
}

/** Works proposed edits out against a file system, one after another; a path that leaves the root is never read. */
export function proposedChanges(fs: FileSystem, edits: readonly ProposedEdit[]): ProposedChanges {
  const texts = new Map<FilePath, string | undefined>();
  const refused: { path: FilePath; why: string }[] = [];
  const textAt = (path: FilePath): string | undefined => {
    if (texts.has(path)) return texts.get(path);
    const bytes = fs.readBytes(path);
    return bytes && decode(bytes).text;
  };
  for (const edit of edits) {
    const paths = edit.kind === 'patch' && edit.moveTo !== undefined ? [edit.path, edit.moveTo] : [edit.path];
    const outside = paths.find(path => !staysInside(fs, path));
    if (outside !== undefined) {
      refused.push({ path: outside, why: 'it leads out of the workspace' });
      continue;
    }
    const after = textAfter(edit, textAt);
    if (!after.ok) {
      refused.push({ path: edit.path, why: after.why });
      continue;
    }
    if (edit.kind === 'patch' && edit.moveTo !== undefined) {
      texts.set(edit.path, undefined);
      texts.set(edit.moveTo, after.text);
    } else {
      texts.set(edit.path, after.text);
    }
  }
  return { changes: [...texts].map(([path, text]) => ({ path, text })), refused };
}

type After = { readonly ok: true; readonly text: string | undefined } | { readonly ok: false; readonly why: string };

function textAfter(edit: ProposedEdit, textAt: (path: FilePath) => string | undefined): After {
  if (edit.kind === 'write') return { ok: true, text: edit.text.replace(/^\uFEFF/, '') };
  const before = textAt(edit.path);
  if (edit.kind === 'delete') return { ok: true, text: undefined };
  if (edit.kind === 'patch') {
    return before === undefined ? { ok: false, why: 'there is no such file to patch' } : applyHunks(before, edit.hunks);
  }
  const creates = before === undefined && edit.steps[0]?.old === '';
  if (before === undefined && !creates) return { ok: false, why: 'there is no such file to edit' };
  return replaceText(before ?? '', edit.steps);
}

/** False where the path, or the nearest folder above it that exists, is a link to somewhere else. */
function staysInside(fs: FileSystem, path: FilePath): boolean {
  if (path === '' || path === '..' || path.startsWith('../')) return false;
  for (let at = path; at !== ''; at = dirname(at)) if (fs.stat(at)) return fs.realPath(at) !== undefined;
  return true;
}
