import { CodeActionKind } from 'vscode-languageserver';
import { type Finding, fixEdits } from '../../../core/index.js';
import type { View } from '../../project.js';
import type { Proposal } from './proposal.js';

/** The fixes that the rule itself knows: another entry point, `import type`, the name that was meant. */
export function ruleFixProposals({ snapshot }: View, finding: Finding): Proposal[] {
  return finding.fixes.map((fix, i) => ({
    key: `fix ${finding.id} ${i}`,
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: finding.fixes.length === 1 && fix.safe,
    finding,
    edits: () => fixEdits(snapshot, fix),
  }));
}
