import { z } from 'zod';
import {
  callerEvidence,
  contractReport,
  type FunctionRef,
  positionAt,
  type ReportedMode,
  reusableExports,
  type Snapshot,
} from '../../core/index.js';
import { functionNamed, named } from '../answer/callee-failures.js';
import { pageOf } from '../answer/cursor.js';
import { missingTypes } from '../answer/not-checked.js';
import { common } from '../answer/schemas.js';
import { Refusal } from '../refusal.js';
import { defineTool } from '../tool.js';

const perPage = 15;
const shownNames = 10;

export const getFailures = defineTool({
  name: 'get_failures',
  description: 'How a function can fail: declared and actual failures, and callers that handle them or not.',
  set: 'default',
  needsContracts: true,
  input: z.strictObject({
    symbol: z.string().min(1).max(4096).describe('path#name'),
    callers: z.boolean().optional(),
    failure: z.string().max(200).optional().describe('class or type'),
    cursor: z.string().max(200).optional(),
  }),
  output: z.strictObject({
    ...common,
    declared: z.array(z.string()).optional(),
    actual: z
      .array(z.strictObject({ failure: z.string(), how: z.string(), from: z.string(), via: z.string().optional() }))
      .optional(),
    /** Caught inside; no caller learns of it. */
    hidden: z.array(z.string()).optional(),
    open: z.array(z.string()).optional(),
    callers: z
      .strictObject({
        handled: z.number(),
        unhandled: z.array(z.string()),
        /** What callers take a value for that stands for several failures. */
        assume: z.array(z.string()).optional(),
      })
      .optional(),
    next_cursor: z.string().optional(),
    coverage: z.array(z.string()).optional(),
  }),
  lists: ['coverage', 'open', 'actual'],
  async run({ symbol, callers = false, failure, cursor }, { snapshot, paths }) {
    const hash = symbol.lastIndexOf('#');
    if (hash < 0)
      throw new Refusal(`symbol: name the function: path#name, or path#Class.method.${meant(snapshot, symbol)}`);
    const path = paths.existing(symbol.slice(0, hash), 'symbol');
    const page = pageOf(cursor, snapshot.revision, { symbol, failure });
    const ref = functionAt(snapshot, path, symbol.slice(hash + 1));
    const contract = contractReport(snapshot, ref);
    if (!contract) return { status: 'not_checked', reason: `${symbol} has no body to look into.` };
    const isAsked = ({ class: kind, type }: ReportedMode) =>
      failure === undefined || kind === failure || type.text.toLowerCase().includes(failure.toLowerCase());
    const modes = contract.modes.filter(isAsked);
    const shown = modes.slice(page.offset, page.offset + perPage);
    const next = page.offset + shown.length;
    const coverage = missingTypes(snapshot);
    return {
      status: 'ok',
      ...(contract.declared.length > 0 && { declared: contract.declared.slice(0, shownNames).map(named) }),
      actual: shown.map(told),
      ...(contract.hidden.length > 0 && { hidden: [...new Set(contract.hidden.map(named))].slice(0, shownNames) }),
      // What nothing is known about: the list of failures is then not all.
      ...(contract.holes.length > 0 && {
        open: contract.holes.slice(0, shownNames).map(({ text, why }) => `${text.slice(0, 60)}: ${why}`),
      }),
      ...(callers && { callers: callersOf(ref, modes, snapshot) }),
      ...(next < modes.length && { next_cursor: page.cursorAt(next) }),
      ...(coverage.length > 0 && { coverage }),
    };
  },
});

/** The function that a name of a file stands for. */
function functionAt(snapshot: Snapshot, path: string, name: string): FunctionRef {
  const ref = functionNamed(snapshot, path, name);
  if (ref) return ref;
  const origin = snapshot.graph.origin(path, name);
  const functions = snapshot.failures.file(typeof origin === 'object' ? origin.path : path)?.ir.functions ?? [];
  const names = functions.map(each => each.name).filter(each => each !== '' && !each.includes('~'));
  const known = names.length === 0 ? 'It has no function.' : `It has ${names.slice(0, shownNames).join(', ')}.`;
  throw new Refusal(`symbol: ${path} has no function ${name}. ${known}`);
}

function told(mode: ReportedMode) {
  const [origin] = mode.origins;
  return {
    failure: named(mode),
    how: mode.channel,
    from: origin ? `${origin.path}:${origin.range.start.line} ${origin.text}`.slice(0, 160) : mode.confidence,
    ...(origin && origin.via.length > 0 && { via: origin.via.slice(-3).join(' > ') }),
  };
}

/**
 * Functions that call it: those that let one of the failures out again, by name, and how many let none. Of failures that
 * arrive as values: what callers take the value for.
 */
function callersOf(ref: FunctionRef, modes: readonly ReportedMode[], snapshot: Snapshot) {
  const { failures } = snapshot;
  const keys = new Set(modes.filter(mode => mode.channel !== 'return').map(mode => mode.id));
  const unhandled: string[] = [];
  let handled = 0;
  if (keys.size > 0) {
    for (const { path, index } of failures.callers(ref)) {
      const passes = failures.contractOf({ path, index })?.modes.some(mode => keys.has(mode.key)) ?? false;
      const name = failures.file(path)?.symbolOf(index) || '(top level)';
      if (passes) unhandled.push(`${path}#${name}`);
      else handled++;
    }
  }
  const distinct = [...new Set(unhandled)];
  const more = distinct.length > shownNames * 2 ? [`and ${distinct.length - shownNames * 2} more`] : [];
  const assume = modes.some(mode => mode.channel === 'return') ? callerEvidence(failures, ref) : [];
  return {
    handled,
    unhandled: [...distinct.slice(0, shownNames * 2), ...more],
    ...(assume.length > 0 && {
      assume: assume.slice(0, shownNames).map(({ path, span, message }) => {
        return `${path}:${positionAt(snapshot.lineStarts(path), span.start).line} ${message}`;
      }),
    }),
  };
}

/** Exports of that very name. */
function meant(snapshot: Snapshot, name: string): string {
  const hits = reusableExports(snapshot, name, shownNames).filter(({ entry }) => entry.name === name);
  const named = hits.slice(0, 3).map(({ path, entry }) => `${path}#${entry.name}`);
  return named.length === 0 ? '' : ` Did you mean ${named.join(' or ')}?`;
}
