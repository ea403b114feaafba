import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import { policyHover } from '../policy/hover.js';
import type { View } from '../project.js';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';
import { importHover } from './hover/import.js';
import { suppressionHover } from './hover/suppression.js';

/** Something to show, and the span of the text it is about. */
export interface HoverText {
  readonly markdown: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** Who has something to say about a place of a source file, the first that does. Failure contracts of functions join here. */
const sources: readonly ((place: Place, view: View, offset: number) => HoverText | undefined)[] = [
  policyHover,
  suppressionHover,
  importHover,
];

export async function hover(session: Session, place: Place, { position }: HoverParams): Promise<Hover | null> {
  if (!session.settings.hover) return null;
  const view = await place.project.fresh();
  if (!view) return null;
  const positions = positionsIn(session, place.project, view, place.path);
  const offset = positions.offsetOf(position);
  for (const source of sources) {
    const found = source(place, view, offset);
    if (!found) continue;
    const { markdown, span } = found;
    return {
      contents: session.client.hoverMarkdown
        ? { kind: MarkupKind.Markdown, value: markdown }
        : { kind: MarkupKind.PlainText, value: plain(markdown) },
      range: positions.spanToLsp(span),
    };
  }
  return null;
}

/** Markdown of ours without its marks, for clients that show it as it stands. */
function plain(markdown: string): string {
  return markdown.replace(/\*\*|`/g, '').replace(/^- /gm, '• ');
}
