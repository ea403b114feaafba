import type { Severity } from '../../core/rules/finding.js';

/** One expectation drawn under a line: `//    ^^^^^ message fragment`, optionally `^^^ rule/id: [severity] message fragment`. */
export interface Marker {
  /** 1-based line in the text without markers. */
  readonly line: number;
  /** 1-based UTF-16 columns, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** The rule it expects, `undefined` for the rule of the page. */
  readonly rule?: string;
  /** The severity it expects, `undefined` for any. */
  readonly severity?: Severity;
  /** A part of the message, `''` for any. */
  readonly fragment: string;
}

export interface MarkedText {
  /** The text without its marker lines: what is checked. */
  readonly text: string;
  readonly markers: readonly Marker[];
}

const markerLine = /^([ \t]*(?:\/\/|#)?[ \t]*)(\^+)(?:[ \t]+(.*))?$/;
const ruleAndFragment = /^(?:([a-z]+\/[a-z-]+):[ \t]*)?(?:\[(error|warning|information|hint)\][ \t]*)?(.*)$/;

/**
 * Takes the marker lines out of a text. A marker speaks of the nearest line above it that is none; its carets cover the
 * same UTF-16 columns as the text they stand under (a tab is one column in both lines, an astral character is two).
 * Throws for a marker that stands under nothing: a mistake in the page.
 */
export function parseMarkers(source: string): MarkedText {
  const kept: string[] = [];
  const markers: Marker[] = [];
  for (const line of linesOf(source)) {
    const match = markerLine.exec(line.replace(/[\r\n]+$/, ''));
    if (match === null) {
      kept.push(line);
      continue;
    }
    if (kept.length === 0) throw new Error(`A marker stands under no line: ${line}`);
    const [, lead = '', carets = '', text = ''] = match;
    const [, rule, severity, fragment = text] = ruleAndFragment.exec(text) ?? [];
    markers.push({
      line: kept.length,
      start: lead.length + 1,
      end: lead.length + carets.length + 1,
      ...(rule === undefined ? {} : { rule }),
      ...(severity === undefined ? {} : { severity: severity as Severity }),
      fragment: fragment.trim(),
    });
  }
  return { text: kept.join(''), markers };
}

/** The lines of a text, each with its line end. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}
