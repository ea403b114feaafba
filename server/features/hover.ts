import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import { policyHover } from '../policy/hover.js';
import type { View } from '../project.js';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';
import type { Settings } from '../settings.js';
import { contractHover } from './hover/contract.js';
import { importHover } from './hover/import.js';
import { suppressionHover } from './hover/suppression.js';

/** Something to show, and the span of the text it is about. */
export interface HoverText {
  readonly markdown: string;
  readonly span: { readonly start: number; readonly end: number };
}

type Source = (place: Place, view: View, offset: number) => HoverText | undefined;

/** Who has something to say about a place, the first that does. */
function sourcesFor({ hover: { architecture, contracts } }: Settings): readonly Source[] {
  return [...(architecture ? [policyHover, suppressionHover, importHover] : []), ...(contracts ? [contractHover] : [])];
}

export async function hover(session: Session, place: Place, { position }: HoverParams): Promise<Hover | null> {
  const sources = sourcesFor(session.settings.of(place.project));
  if (sources.length === 0) return null;
  const view = await place.project.complete();
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
