import type { CommonOptions } from '../command-line.js';
import type { FailureContract, FailureMode, FunctionRef, Snapshot } from '../engine.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import { printable } from '../format/characters.js';
import { suggestion } from '../nearest.js';
import { withWorkspace } from '../open.js';
import { refuseUnusable } from '../policy-state.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';

export interface ContractOptions extends CommonOptions {
  readonly cache: boolean;
  readonly callers?: boolean;
  readonly format: 'pretty' | 'json';
}

/** `lintel contract FILE#NAME`: which failures leave a function, where they start, what hides them; and who handles them. */
export async function contract(symbol: string, options: ContractOptions, terminal: Terminal): Promise<ExitStatus> {
  const hash = symbol.lastIndexOf('#');
  if (hash <= 0)
    throw new UsageError(`name the function as FILE#NAME, for example src/users.ts#findUser, not ${symbol}`);
  const target = findTarget(terminal.cwd, options.root, [symbol.slice(0, hash)]);
  return withWorkspace(options, { root: target.root, cache: options.cache }, terminal, async ({ snapshot }) => {
    refuseUnusable(snapshot);
    const ref = functionAt(snapshot, target.paths[0] ?? '', symbol.slice(hash + 1));
    const found = snapshot.failures.contractOf(ref);
    if (!found) throw new UsageError(`${symbol} has no contract: its file is not analysed`);
    const callers = options.callers ? callersOf(snapshot, ref, found) : undefined;
    terminal.out(
      options.format === 'json' ? asJson(found, callers, snapshot, ref) : asText(found, callers, snapshot, ref),
    );
    return exitStatus.ok;
  });
}

/** The function that a name of a file stands for, followed through re-exports. */
function functionAt(snapshot: Snapshot, path: string, name: string): FunctionRef {
  const file = snapshot.failures.file(path);
  if (!file) throw new UsageError(`${path} is no source file of this workspace, or is generated: it has no contracts`);
  const own = file.ir.functions.findIndex(fn => fn.name === name && name !== '');
  if (own >= 0) return { path, index: own };
  const origin = snapshot.graph.origin(path, name);
  if (typeof origin === 'object' && origin.path !== path) return functionAt(snapshot, origin.path, origin.name);
  const known = file.ir.functions.map(fn => fn.name).filter(each => each !== '' && !each.includes('~'));
  throw new UsageError(
    `${path} has no function ${name}${suggestion(name, known) || (known.length > 0 ? `; it has ${known.slice(0, 8).join(', ')}` : '')}`,
  );
}

interface Caller {
  readonly symbol: string;
  readonly place: string;
  /** Modes of the callee that leave the caller too, by class. */
  readonly passesOn: readonly string[];
  readonly handles: readonly string[];
}

function callersOf(snapshot: Snapshot, ref: FunctionRef, found: FailureContract): readonly Caller[] {
  return snapshot.failures.callers(ref).map(site => {
    const caller = snapshot.failures.contractOf(site);
    const fn = snapshot.failures.file(site.path)?.ir.functions[site.index];
    const leaves = (mode: FailureMode): boolean =>
      caller?.modes.some(each => each.class === mode.class && each.type === mode.type && each.channel !== 'return') ??
      false;
    const passing = found.modes.filter(leaves);
    return {
      symbol: caller?.symbol ?? site.path,
      place: placeOf(snapshot, site.path, fn?.start ?? 0),
      passesOn: namesOf(passing),
      handles: namesOf(found.modes.filter(mode => !leaves(mode))),
    };
  });
}

function asText(
  found: FailureContract,
  callers: readonly Caller[] | undefined,
  snapshot: Snapshot,
  ref: FunctionRef,
): string {
  const lines = [`${printable(found.symbol)}${found.isAsync ? ' (async)' : ''}`, ''];
  if (found.modes.length === 0) lines.push(found.closed ? 'Nothing fails.' : 'Nothing is known to fail.');
  for (const mode of found.modes) {
    lines.push(`${mode.class}  ${words(mode)}${mode.when === undefined ? '' : `  when ${printable(mode.when)}`}`);
    for (const origin of mode.origins) {
      const via = origin.via.map(symbol => symbol.slice(symbol.lastIndexOf('#') + 1)).join(' → ');
      lines.push(
        `    ${placeOf(snapshot, origin.path, origin.start)}  ${printable(origin.text)}${via === '' ? '' : `  through ${printable(via)}`}`,
      );
    }
  }
  const sentinels = found.returns.filter(each => each.modes.some(mode => mode.class !== 'unknown'));
  if (sentinels.length > 0) lines.push('', 'answers instead of failing:');
  for (const each of sentinels)
    lines.push(`  ${each.value}  for ${classesOf(each.modes).join(', ')}  ${placeOf(snapshot, ref.path, each.start)}`);
  if (found.swallows.length > 0) lines.push('', 'hides:');
  for (const { modes, to, start } of found.swallows)
    lines.push(
      `  ${classesOf(modes).join(', ') || 'what is not known'}  (${to})  ${placeOf(snapshot, ref.path, start)}`,
    );
  if (found.declared.length > 0) lines.push('', `declares: ${namesOf(found.declared).join(', ')}`);
  if (!found.closed) {
    lines.push('', 'The list may be incomplete. Not known is what these do:');
    for (const { text, why, start } of found.holes.slice(0, 8))
      lines.push(`  ${printable(text)}  (${why})  ${placeOf(snapshot, ref.path, start)}`);
    if (found.holes.length === 0) lines.push('  functions that it calls');
    if (found.holes.length > 8) lines.push(`  and ${found.holes.length - 8} more`);
  }
  if (callers) {
    lines.push('', callers.length === 0 ? 'No caller in this workspace.' : 'callers:');
    for (const { symbol, place, handles, passesOn } of callers)
      lines.push(
        `  ${printable(symbol)}  ${place}  handles ${handles.join(', ') || 'nothing'}; passes on ${passesOn.join(', ') || 'nothing'}`,
      );
  }
  return `${lines.join('\n')}\n`;
}

/** The structure of the contract with places as lines and columns. */
function asJson(
  found: FailureContract,
  callers: readonly Caller[] | undefined,
  snapshot: Snapshot,
  ref: FunctionRef,
): string {
  const at = (path: string, start: number) => ({ path, ...position(snapshot, path, start) });
  const mode = ({ key, origins, ...rest }: FailureMode) => ({
    id: key,
    ...rest,
    origins: origins.map(({ start, end: _, path, ...origin }) => ({ ...at(path, start), ...origin })),
  });
  const body = {
    version: 1,
    symbol: found.symbol,
    async: found.isAsync,
    closed: found.closed,
    modes: found.modes.map(mode),
    bugs: found.bugs.map(mode),
    declared: found.declared.map(mode),
    returns: found.returns.map(({ start, end: _, modes, ...rest }) => ({
      ...at(ref.path, start),
      ...rest,
      modes: modes.map(each => each.key),
    })),
    swallows: found.swallows.map(({ start, end: _, modes, ...rest }) => ({
      ...at(ref.path, start),
      ...rest,
      modes: modes.map(each => each.key),
    })),
    conflations: found.conflations.map(({ start, end: _, modes, ...rest }) => ({
      ...at(ref.path, start),
      ...rest,
      modes: modes.map(each => each.key),
    })),
    holes: found.holes.map(({ start, end: _, ...rest }) => ({ ...at(ref.path, start), ...rest })),
    digest: found.digest,
    ...(callers ? { callers } : {}),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

function words({ type, channel, discriminants }: FailureMode): string {
  const tests = Object.entries(discriminants).map(([name, value]) => `${name}=${String(value)}`);
  return [printable(type || 'an unknown error'), ...tests, `(${channel})`].join(' ');
}

function namesOf(modes: readonly FailureMode[]): string[] {
  return [...new Set(modes.map(mode => (mode.type === '' ? mode.class : mode.type)))].sort();
}

function classesOf(modes: readonly FailureMode[]): string[] {
  return [...new Set(modes.map(mode => mode.class))].filter(each => each !== 'unknown').sort();
}

function position(snapshot: Snapshot, path: string, offset: number): { line: number; column: number } {
  const starts = snapshot.lineStarts(path);
  const line = starts.findLastIndex(start => start <= offset);
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

function placeOf(snapshot: Snapshot, path: string, offset: number): string {
  const { line, column } = position(snapshot, path, offset);
  return printable(`${path}:${line}:${column}`);
}
