import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { Finding, FixEdit, Range, Span } from '../../core/index.js';
import type { DiagnosticData } from '../diagnostics/convert.js';
import type { View } from '../project.js';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';
import { didYouMeanProposals } from './actions/did-you-mean.js';
import { fixAllProposal } from './actions/fix-all.js';
import type { Proposal } from './actions/proposal.js';
import { exceptionProposals } from './actions/propose-exception.js';
import { ruleFixProposals } from './actions/rule-fixes.js';
import { suppressionProposals } from './actions/suppress.js';
import { throwsProposals } from './actions/write-throws.js';
import { workspaceEdit } from './edits.js';

export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.lintel`;
export const codeActionKinds: readonly string[] = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  FIX_ALL_KIND,
];

/** What a resolve request brings back: where the action was offered and which one it is. */
interface ActionData {
  readonly uri: string;
  readonly key: string;
}

/** The actions for a range, with their edits where the client does not ask for them later. */
export async function codeActions(session: Session, place: Place, params: CodeActionParams): Promise<CodeAction[]> {
  const view = await place.project.complete();
  if (!view) return [];
  const asked = params.context.only;
  const isAsked = (kind: string): boolean => !asked || asked.some(one => kind === one || kind.startsWith(`${one}.`));
  const actions: CodeAction[] = [];
  for (const proposal of proposals(session, place, view, params)) {
    if (!isAsked(proposal.kind)) continue;
    // A save runs every `source` action that it is not told to leave alone: only who asks for it by name gets it.
    if (proposal.kind === FIX_ALL_KIND && !asked) continue;
    const action = asCodeAction(session, proposal, params.context.diagnostics);
    const { resolvesEdits } = session.client;
    // What is offered wherever the cursor rests on a name is tried first: that costs nothing, and it may not be possible there.
    const isTried = !resolvesEdits || proposal.kind === CodeActionKind.RefactorRewrite;
    const edits = isTried ? await proposal.edits() : undefined;
    if (isTried && !edits) continue;
    if (resolvesEdits) {
      actions.push({ ...action, data: { uri: params.textDocument.uri, key: proposal.key } satisfies ActionData });
    } else if (edits) {
      actions.push({ ...action, edit: workspaceEdit(session, place.project, view, edits) });
    }
  }
  return actions;
}

/** Fills in the edit of an action for the text as it is now: the finding is looked up again by its identity. */
export async function resolveCodeAction(session: Session, action: CodeAction): Promise<CodeAction> {
  const { uri, key } = (action.data ?? {}) as Partial<ActionData>;
  const place = uri === undefined ? undefined : session.projects.placeOf(uri);
  const view = await place?.project.complete();
  if (!place || !view || key === undefined) return action;
  const proposal = proposalNamed(place, view, key);
  const edits: readonly FixEdit[] | undefined = await proposal?.edits();
  if (!edits) {
    throw new ResponseError(
      LSPErrorCodes.ContentModified,
      'The text has changed so that this action no longer applies. Ask for the actions again.',
    );
  }
  return { ...action, edit: workspaceEdit(session, place.project, view, edits) };
}

function* proposals(session: Session, place: Place, view: View, params: CodeActionParams): Generator<Proposal> {
  const own = view.findings.get(place.path) ?? [];
  for (const finding of own.filter(isMeantBy(session, place, view, params))) yield* proposalsFor(view, finding);
  yield* throwsProposals(view, place.path, spanOf(session, place, view, params));
  const all = fixAllProposal(view, own);
  if (all) yield all;
}

function* proposalsFor(view: View, finding: Finding): Generator<Proposal> {
  yield* didYouMeanProposals(view, finding);
  yield* ruleFixProposals(view, finding);
  yield* suppressionProposals(view, finding);
  yield* exceptionProposals(view, finding);
}

function proposalNamed(place: Place, view: View, key: string): Proposal | undefined {
  const own = view.findings.get(place.path) ?? [];
  const about = own.find(({ id }) => key.split(' ').includes(id));
  const candidates = about ? proposalsFor(view, about) : throwsProposals(view, place.path);
  return [...candidates, fixAllProposal(view, own)].find(proposal => proposal?.key === key);
}

/** A finding that the client names, or that touches the range. */
function isMeantBy(session: Session, place: Place, view: View, params: CodeActionParams) {
  const named = new Set(params.context.diagnostics.map(diagnostic => idOf(diagnostic)).filter(id => id !== undefined));
  const { start, end } = spanOf(session, place, view, params);
  return (finding: { id: string; span: { start: number; end: number }; range: Range }): boolean =>
    named.has(finding.id) || (finding.span.start <= end && start <= finding.span.end);
}

function spanOf(session: Session, place: Place, view: View, { range }: CodeActionParams): Span {
  const positions = positionsIn(session, place.project, view, place.path);
  return { start: positions.offsetOf(range.start), end: positions.offsetOf(range.end) };
}

function idOf(diagnostic: Diagnostic): string | undefined {
  const data = diagnostic.data as Partial<DiagnosticData> | undefined;
  return diagnostic.source === 'lintel' && typeof data?.id === 'string' ? data.id : undefined;
}

function asCodeAction({ client }: Session, proposal: Proposal, diagnostics: readonly Diagnostic[]): CodeAction {
  const { finding } = proposal;
  const cleared = finding ? diagnostics.filter(diagnostic => idOf(diagnostic) === finding.id) : [];
  return {
    title: proposal.title,
    kind: proposal.kind,
    ...(cleared.length > 0 && { diagnostics: cleared }),
    ...(proposal.isPreferred && client.isPreferred && { isPreferred: true }),
  };
}
