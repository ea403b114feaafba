import { CodeActionKind } from 'vscode-languageserver';
import { canBeSuppressed, type Finding, suppressionComment } from '../../../core/index.js';
import type { View } from '../../project.js';
import type { Proposal } from './proposal.js';

/**
 * A comment `lintel-ignore-next-line RULE: reason` above the finding, where the policy lets comments count. It suppresses
 * nothing until a person has written the reason.
 */
export function suppressionProposals({ snapshot }: View, finding: Finding): Proposal[] {
  if (snapshot.policy.governance.inlineIgnores === 'forbidden' || !canBeSuppressed(finding.rule)) return [];
  const { line } = finding.range.start;
  const comment = suppressionComment(snapshot, finding.path, line, finding.rule);
  if (comment === undefined) return [];
  const text = snapshot.text(finding.path) ?? '';
  const indent = /^[ \t]*/.exec(text.slice(snapshot.lineStarts(finding.path)[line - 1]))?.[0] ?? '';
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const at = { line, column: 1 };
  return [
    {
      key: `suppress ${finding.id}`,
      title: `Suppress ${finding.rule} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      isPreferred: false,
      finding,
      edits: async () => [{ path: finding.path, range: { start: at, end: at }, text: `${indent}${comment}${lineEnd}` }],
    },
  ];
}
