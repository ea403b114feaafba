import { type Palette, palette, wantsColor } from '../color.js';
import type { CommonOptions } from '../command-line.js';
import type { Snapshot } from '../engine.js';
import { type ExitStatus, exitStatus } from '../exit.js';
import { printable } from '../format/characters.js';
import { plural } from '../format/words.js';
import { sitesOf } from '../graph/file-graph.js';
import { violationsOf } from '../graph/violations.js';
import { withWorkspace } from '../open.js';
import { refuseUnusable } from '../policy-state.js';
import { terminalPrefix } from '../prefix.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';
import { type Step, shortestPath } from '../why/path.js';
import { type Place, placeOf } from '../why/places.js';
import { verdictOf } from '../why/verdict.js';

export interface WhyOptions extends CommonOptions {
  readonly cache: boolean;
}

/** `lintel why`: the shortest chain of imports between two places and what permits or forbids each step of it. */
export async function why(from: string, to: string, options: WhyOptions, terminal: Terminal): Promise<ExitStatus> {
  const { root } = findTarget(terminal.cwd, options.root, []);
  return withWorkspace(options, { root, cache: options.cache }, terminal, async ({ snapshot }) => {
    refuseUnusable(snapshot);
    const start = placeOf(from, snapshot, terminal.cwd, root);
    const end = placeOf(to, snapshot, terminal.cwd, root);
    const paint = palette(wantsColor(options.color ?? 'auto', terminal));
    terminal.out(whyText(snapshot, start, end, terminalPrefix(terminal.cwd, root), paint));
    return exitStatus.ok;
  });
}

/** The answer as text. */
export function whyText(snapshot: Snapshot, from: Place, to: Place, prefix: string, paint: Palette): string {
  const path = shortestPath(snapshot, from, to);
  if (path) {
    const head = `${printable(from.name)} depends on ${printable(to.name)} in ${plural(path.length, 'step')}:`;
    return `${[head, ...stepLines(path, snapshot, prefix, paint)].join('\n')}\n`;
  }
  const back = to.kind === 'package' ? undefined : shortestPath(snapshot, to, from);
  const none = `${printable(from.name)} does not depend on ${printable(to.name)}, neither directly nor through other files.`;
  if (!back) return `${none}\n`;
  return `${none}\nThe other way round it does, in ${plural(back.length, 'step')}: lintel why ${printable(to.name)} ${printable(from.name)}\n`;
}

function stepLines(path: readonly Step[], snapshot: Snapshot, prefix: string, paint: Palette): string[] {
  const violations = violationsOf(snapshot);
  return path.flatMap(step => {
    const site = sitesOf(snapshot, step.from)[snapshot.graph.edges(step.from).indexOf(step.edge)];
    const context = step.edge.context === 'production' ? '' : `, ${step.edge.context}`;
    const symbols = step.edge.symbols.map(symbol => symbol.name).join(', ');
    const place = `${prefix}${step.from}:${site?.line ?? 1}:${site?.column ?? 1}`;
    const target = step.to.startsWith('external:') ? step.to.slice('external:'.length) : prefix + step.to;
    const verdict = verdictOf(step, snapshot, violations);
    return [
      '',
      `  ${paint.bold(printable(place))}`,
      `    imports ${printable(symbols === '' ? target : `${symbols} from ${target}`)} ${paint.dim(`(${step.edge.kind}${context}${modules(step, snapshot)})`)}`,
      ...(verdict ? [`    ${(verdict.permitted ? paint.green : paint.red)(printable(verdict.text))}`] : []),
    ];
  });
}

function modules(step: Step, { policy }: Snapshot): string {
  const from = policy.moduleOf(step.from)?.id;
  const to = policy.moduleOf(step.to)?.id;
  if (from === undefined || to === undefined || from === to) return '';
  return `, ${from} → ${to}`;
}
