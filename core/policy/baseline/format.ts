import { compareText } from '../../files/paths.js';
import { type BaselineEntry, numbered } from './entry.js';

/** The version this writes and reads. */
export const BASELINE_VERSION = 1;

/**
 * The text of a baseline file: one entry per line, sorted by the lines themselves, no line numbers inside, so that two
 * branches that touch different entries merge without a conflict.
 */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = numbered([...entries].sort((a, b) => compareText(lineOf(a), lineOf(b))))
    .map(lineOf)
    .sort(compareText);
  if (lines.length === 0) return `{ "version": ${BASELINE_VERSION}, "entries": [] }\n`;
  return `{ "version": ${BASELINE_VERSION}, "entries": [\n${lines.join(',\n')}\n] }\n`;
}

/** Defaults stay unwritten: an empty symbol, the context `production`, an empty list of names. */
function lineOf(entry: BaselineEntry): string {
  return JSON.stringify({
    path: entry.path,
    rule: entry.rule,
    symbol: entry.symbol === '' ? undefined : entry.symbol,
    site: entry.site,
    to: entry.to,
    kind: entry.kind,
    context: entry.context === 'production' ? undefined : entry.context,
    symbols: entry.symbols?.length ? entry.symbols : undefined,
    clauses: entry.clauses,
    scope: entry.scope,
    members: entry.members,
    ordinal: entry.ordinal,
    module: entry.module,
    status: entry.status,
    question: entry.question,
    approvedBy: entry.approvedBy,
  });
}
