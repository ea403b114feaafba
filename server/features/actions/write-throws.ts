import { CodeActionKind } from 'vscode-languageserver';
import {
  documentationPlace,
  type FilePath,
  type Fix,
  fixEdits,
  functionNames,
  type Span,
  throwsTags,
  undeclaredModes,
} from '../../../core/index.js';
import type { View } from '../../project.js';
import type { Proposal } from './proposal.js';

/** With the cursor on the name of a function: its failures written into its documentation, those that are not there yet. */
export function* throwsProposals({ snapshot, isComplete }: View, path: FilePath, around?: Span): Generator<Proposal> {
  if (!isComplete) return;
  const file = snapshot.failures.file(path);
  if (!file || file.isTest) return;
  for (const [fn, name] of functionNames(file.ir)) {
    if (around && (name.start > around.end || around.start > name.end)) continue;
    const at = documentationPlace(file.ir, fn);
    const tags = throwsTags(undeclaredModes(file.contract(fn)));
    if (!at || tags.length === 0) continue;
    const fix: Fix = { title: '', safe: true, path, at, intent: { kind: 'throws-tags', tags } };
    yield {
      key: `throws ${file.symbolOf(fn)}`,
      title: `Write @throws for ${file.symbolOf(fn)}`,
      kind: CodeActionKind.RefactorRewrite,
      isPreferred: false,
      edits: () => fixEdits(snapshot, fix),
    };
  }
}
