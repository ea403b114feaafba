import { type InlayHint, InlayHintKind, type InlayHintParams } from 'vscode-languageserver';
import { type CaughtName, caughtNames, type Span } from '../../core/index.js';
import { modeWords } from '../contracts/words.js';
import type { View } from '../project.js';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';

/** Something to show behind a place of the text. */
interface Hint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
}

/** Behind each import the module it reaches, where that is another one; behind the error of a handler what it may be. */
export async function inlayHints(session: Session, place: Place, { range }: InlayHintParams): Promise<InlayHint[]> {
  const { modules, caught } = session.settings.of(place.project).inlayHints;
  if (!modules && !caught) return [];
  const view = await place.project.complete();
  if (!view) return [];
  const positions = positionsIn(session, place.project, view, place.path);
  const within: Span = { start: positions.offsetOf(range.start), end: positions.offsetOf(range.end) };
  const hints = [...(modules ? moduleHints(view, place) : []), ...(caught ? caughtHints(view, place) : [])];
  return hints
    .filter(({ offset }) => within.start <= offset && offset <= within.end)
    .map(({ offset, label, tooltip }) => ({
      position: positions.spanToLsp({ start: offset, end: offset }).start,
      label,
      kind: InlayHintKind.Type,
      paddingLeft: true,
      ...(tooltip !== undefined && { tooltip }),
    }));
}

function moduleHints({ snapshot: { graph, policy } }: View, { path }: Place): readonly Hint[] {
  const own = policy.moduleOf(path)?.id;
  const imports = graph.facts(path)?.imports ?? [];
  return graph.edges(path).flatMap(edge => {
    const fact = imports[edge.import];
    const module = edge.target.kind === 'file' ? policy.moduleOf(edge.target.path)?.id : undefined;
    return !fact || module === undefined || module === own ? [] : [{ offset: fact.span.end, label: `→ ${module}` }];
  });
}

function caughtHints({ snapshot, isComplete }: View, { path }: Place): readonly Hint[] {
  const file = isComplete ? snapshot.failures.file(path) : undefined;
  if (!file) return [];
  return caughtNames(file).flatMap(each => {
    const label = labelOf(each);
    const tooltip = each.modes.map(modeWords).join('\n').replaceAll('`', '');
    return label === undefined || each.isTyped ? [] : [{ offset: each.at.end, label, tooltip }];
  });
}

/** More names than this push the code off the screen. */
const mostNames = 3;

function labelOf({ modes, open }: CaughtName): string | undefined {
  const names = [...new Set(modes.map(mode => (mode.type === '' ? mode.class : mode.type)))];
  if (names.length === 0) return undefined;
  const more = names.length - mostNames;
  const shown = [...names.slice(0, mostNames), ...(more > 0 ? [`${more} more`] : []), ...(open ? ['…'] : [])];
  return `: ${shown.join(' | ')}`;
}
