import { CodeActionKind } from 'vscode-languageserver';
import { type Finding, POLICY_FILE } from '../../../core/index.js';
import type { View } from '../../project.js';
import type { Proposal } from './proposal.js';

/** In the policy: the name that a misspelt one most likely means, put in its place. */
export function didYouMeanProposals({ snapshot }: View, finding: Finding): Proposal[] {
  const meant = /Did you mean "([^"]+)"\?/.exec(finding.message)?.[1];
  const text = finding.path === POLICY_FILE ? snapshot.text(finding.path) : undefined;
  if (meant === undefined || text === undefined) return [];
  const written = text.slice(finding.span.start, finding.span.end);
  // The misspelt word is the first one in the message that stands in the place itself.
  const words = [...finding.message.matchAll(/"([^"]+)"/g)].map(([, word = '']) => word).filter(word => word !== meant);
  const word = words.find(candidate => written.includes(candidate));
  if (word === undefined) return [];
  return [
    {
      key: `meant ${finding.id}`,
      title: `Write "${meant}"`,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      finding,
      edits: async () => [{ path: finding.path, range: finding.range, text: written.replace(word, meant) }],
    },
  ];
}
