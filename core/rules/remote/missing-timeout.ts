import { printExpr } from '../../failures/print.js';
import {
  argumentAt,
  calledName,
  constantOf,
  globalName,
  modelOf,
  receiverOf,
  textOf,
} from '../../failures/shapes/calls.js';
import { functionsOf, someDeep } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, pathOf } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr } from '../../syntax/ir/nodes.js';
import type { Span } from '../../text/span.js';
import { draftAt, relatedAt } from '../draft.js';
import type { Fix, IntendedEdit } from '../finding.js';
import { defineRule } from '../rule.js';
import { counted } from '../wording.js';

export const missingTimeout = defineRule({
  id: 'remote/missing-timeout',
  summary: 'A network call on the server has no time limit.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest || (file.environment !== 'server' && file.environment !== 'worker')) return;
    const byClient = new Map<string, Site[]>();
    for (const { fn, index } of functionsOf(file)) {
      for (const call of callsOf(fn)) {
        if (!isUnlimited(file, index, fn, call)) continue;
        const client = printExpr(call.callee);
        byClient.set(client, [...(byClient.get(client) ?? []), { call, fn: index }]);
      }
    }
    for (const [client, sites] of byClient) {
      const { call, fn } = sites.reduce((first, each) => (each.call.start < first.call.start ? each : first));
      const more = sites.filter(each => each.call !== call);
      const others = more.length === 0 ? '' : ` So do ${counted(more.length, 'more call')} in this file.`;
      report(
        draftAt(
          file,
          fn,
          call,
          `${client} waits as long as the other side likes: no signal and no timeout ends it.${others}`,
          {
            span: { start: call.callee.start, end: call.callee.end },
            related: more.map(each => relatedAt(file, each.call.callee, 'No time limit either.')),
            fixes: fixOf(file, sites),
          },
        ),
      );
    }
  },
});

interface Site {
  readonly call: CallExpr;
  readonly fn: number;
}

/** A call over the network that has no limit of its own and is given none. */
function isUnlimited(file: FileView, fn: number, ir: FunctionIr, call: CallExpr): boolean {
  const model = modelOf(file, fn, call);
  if (!model?.remote || model.timeout?.initially !== 'none') return false;
  const limits = [...model.timeout.options, ...(model.abortable ? [model.abortable] : [])];
  if (limits.length === 0 || limits.some(at => argumentAt(file, fn, call, at) !== 'absent')) return false;
  if (
    isOfBrowser(file, fn, call) ||
    isLimitedClient(file, fn, call) ||
    isLocal(file, fn, call.args[0]) ||
    isStream(file, fn, call) ||
    isHandedIn(file, fn, call)
  )
    return false;
  return !isRaced(file, fn, ir, call);
}

/** `load(url, fetcher = fetch)`: whoever hands it in may limit it. */
function isHandedIn(file: FileView, fn: number, { callee }: CallExpr): boolean {
  return callee.kind === 'name' && file.binding(fn, callee.name)?.kind === 'param';
}

/** `credentials`: cookies go along, which only a browser has. */
function isOfBrowser(file: FileView, fn: number, call: CallExpr): boolean {
  const credentials = argumentAt(file, fn, call, { argument: 1, path: 'credentials' });
  return globalName(file, fn, call) === 'fetch' && typeof credentials !== 'string';
}

/** A method of a client that has a limit, or of one that is made where nobody sees it. */
function isLimitedClient(file: FileView, fn: number, call: CallExpr): boolean {
  const receiver = receiverOf(call);
  if (receiver === undefined) return false;
  const bound = receiver.kind === 'name' ? file.binding(fn, receiver.name) : undefined;
  // `axios.get` of the package itself; an import of the project is a client that was made there.
  if (bound?.kind === 'import') {
    const specifier = file.facts.imports[bound.import]?.specifier ?? '';
    const callee = file.callee(fn, call);
    return callee.kind !== 'external' || ![specifier, `node:${specifier}`].includes(callee.package);
  }
  const made = constantOf(file, fn, receiver);
  if (bound?.kind !== 'local' || made.kind !== 'call') return true;
  const options = modelOf(file, bound.fn, made)?.timeout?.options ?? [];
  return options.length === 0 || options.some(at => argumentAt(file, bound.fn, made, at) !== 'absent');
}

/** Addresses of this machine, of this origin, and those that lead nowhere else. */
function isLocal(file: FileView, fn: number, url: Expr | undefined): boolean {
  if (url === undefined || isRequest(file, fn, url)) return true;
  const text = textOf(constantOf(file, fn, url));
  if (text !== undefined)
    return /^(https?:\/\/(localhost|127\.|0\.0\.0\.0|\[::1\])|data:|blob:|file:|\/(?!\/))/i.test(text);
  return someDeep(
    file.ir,
    fn,
    url,
    each => each.kind === 'literal' && typeof each.value === 'string' && /localhost|127\.0\.0\.1/.test(each.value),
  );
}

/** A whole request, which brings its own signal. */
function isRequest(file: FileView, fn: number, given: Expr): boolean {
  if (/(^|\.)(req|\w*[rR]equest)$/.test(pathOf(given) ?? '')) return true;
  const value = constantOf(file, fn, given);
  const name = value.kind === 'call' ? calledName(value) : (pathOf(value) ?? '');
  return /(^|\.)(req|\w*[rR]equest)$/.test(name);
}

/** What is meant to last: event streams, long polls. */
function isStream(file: FileView, fn: number, call: CallExpr): boolean {
  const lasting = /event-stream|long-?poll|ndjson|stream/i;
  return call.args.some(arg =>
    someDeep(file.ir, fn, arg, each =>
      each.kind === 'literal'
        ? typeof each.value === 'string' && lasting.test(each.value)
        : each.kind === 'template'
          ? lasting.test(each.text)
          : each.kind === 'object' && each.properties.some(({ name }) => name === 'stream'),
    ),
  );
}

/** Stands in a `Promise.race`, in a call named for a limit, or in a function handed to one. */
function isRaced(file: FileView, fn: number, ir: FunctionIr, call: CallExpr): boolean {
  const limits = (each: CallExpr, at: number): boolean =>
    globalName(file, at, each) === 'Promise.race' || /timeout|deadline|timelimit/i.test(calledName(each));
  const holds = (each: CallExpr, start: number, end: number): boolean =>
    each !== call && each.args.some(arg => arg.start <= start && end <= arg.end);
  if (callsOf(ir).some(each => limits(each, fn) && holds(each, call.start, call.end))) return true;
  for (let at = fn; at > 0; at = file.ir.functions[at]?.parent ?? 0) {
    const inner = file.ir.functions[at]!;
    const around = file.ir.functions[inner.parent];
    if (around && callsOf(around).some(each => limits(each, inner.parent) && holds(each, inner.start, inner.end)))
      return true;
  }
  return false;
}

/** One fix for all calls of a file, as the finding is one; `fetch` alone is known well enough, in forms that are written out. */
function fixOf(file: FileView, sites: readonly Site[]): readonly Fix[] {
  const edits = sites.map(({ call, fn }) => limitedFetch(file, fn, call));
  const known = edits.filter(each => each !== undefined);
  const [first] = known;
  if (first === undefined || known.length < edits.length) return [];
  const { path } = file;
  return [{ title: 'Give up after 10 s', safe: false, path, at: first.span, intent: { kind: 'edits', edits: known } }];
}

/** The signal goes behind the address, or before all else in the options. */
function limitedFetch(file: FileView, fn: number, call: CallExpr): IntendedEdit | undefined {
  if (globalName(file, fn, call) !== 'fetch') return undefined;
  const [address, options, ...more] = call.args;
  const limit = 'signal: AbortSignal.timeout(10_000)';
  if (!address || more.length > 0) return undefined;
  if (!options) return { span: { start: address.end, end: call.end - 1 }, text: `{ ${limit} }`, placed: 'last-item' };
  if (options.kind !== 'object') return undefined;
  return { span: spanAt(options.start + 1), text: limit, placed: 'first-item' };
}

function spanAt(offset: number): Span {
  return { start: offset, end: offset };
}
