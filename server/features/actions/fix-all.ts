import { CodeActionKind } from 'vscode-languageserver';
import { type Finding, type FixEdit, fixEdits, type Position } from '../../../core/index.js';
import type { View } from '../../project.js';
import type { Proposal } from './proposal.js';

/** All safe fixes of a file at once; of fixes that touch the same text the first is taken. */
export function fixAllProposal({ snapshot }: View, findings: readonly Finding[]): Proposal | undefined {
  const fixes = findings.flatMap(finding => finding.fixes.filter(fix => fix.safe).slice(0, 1));
  if (fixes.length === 0) return undefined;
  return {
    key: 'fix all',
    title: 'Apply all safe fixes of Lintel in this file',
    kind: `${CodeActionKind.SourceFixAll}.lintel`,
    isPreferred: false,
    async edits() {
      const taken: FixEdit[] = [];
      for (const fix of fixes) {
        const edits = (await fixEdits(snapshot, fix)) ?? [];
        const fits = edits.every(edit => !taken.some(other => touches(edit, other)));
        if (fits) taken.push(...edits);
      }
      return taken;
    },
  };
}

function touches(a: FixEdit, b: FixEdit): boolean {
  if (a.path !== b.path) return false;
  return !isBefore(a.range.end, b.range.start) && !isBefore(b.range.end, a.range.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
