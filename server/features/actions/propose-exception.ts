import { applyEdits, type FormattingOptions, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import { CodeActionKind } from 'vscode-languageserver';
import { type Finding, type FixEdit, lineStartsOf, rangeOf, reasonPlaceholder } from '../../../core/index.js';
import type { View } from '../../project.js';
import type { Proposal } from './proposal.js';

/** Writes an exception into the policy that its owner still has to approve: the finding stays until then. */
export function exceptionProposals({ snapshot }: View, finding: Finding): Proposal[] {
  const { policy } = snapshot;
  const { dependency } = finding;
  // An edit of a text that does not parse may land anywhere.
  if (!policy.declared || !policy.usable || policy.isKept || !dependency || dependency.to === 'unknown') return [];
  if (finding.data?.exception !== undefined) return [];
  return [
    {
      key: `exception ${finding.id}`,
      title: `Propose an exception for this import in ${policy.path}`,
      kind: CodeActionKind.QuickFix,
      isPreferred: false,
      finding,
      edits: async () => {
        const text = snapshot.text(policy.path);
        return text === undefined
          ? undefined
          : insertion(policy.path, text, entryFor(nextId(policy.exceptions), finding));
      },
    },
  ];
}

function nextId(exceptions: readonly { readonly id: string }[]): string {
  const numbers = exceptions.map(({ id }) => Number(/^EX-(\d+)$/.exec(id)?.[1] ?? 0));
  return `EX-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}

function entryFor(id: string, { rule, path, dependency }: Finding): Readonly<Record<string, unknown>> {
  const { toModule, to = '', symbols = [] } = dependency ?? {};
  return {
    id,
    rule,
    from: path,
    to: toModule ?? to,
    ...(symbols.length > 0 && !symbols.includes('*') && { symbols }),
    reason: reasonPlaceholder,
  };
}

function insertion(path: string, text: string, entry: Readonly<Record<string, unknown>>): readonly FixEdit[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const isThere = root && findNodeAtLocation(root, ['exceptions'])?.type === 'array';
  const formattingOptions: FormattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: 2,
    eol: /\r\n/.test(text) ? '\r\n' : '\n',
  };
  const edits = isThere
    ? modify(text, ['exceptions', -1], entry, { formattingOptions, isArrayInsertion: true })
    : modify(text, ['exceptions'], [entry], { formattingOptions });
  if (applyEdits(text, edits) === text) return [];
  const starts = lineStartsOf(text);
  return edits.map(({ offset, length, content }) => ({
    path,
    range: rangeOf(starts, { start: offset, end: offset + length }),
    text: content,
  }));
}
