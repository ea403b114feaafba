import type { CommonOptions } from '../command-line.js';
import type { Snapshot } from '../engine.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import { fileDiagram, moduleDiagram } from '../graph/diagram.js';
import { formatDot } from '../graph/dot.js';
import { formatDsm } from '../graph/dsm.js';
import { fileGraphOf } from '../graph/file-graph.js';
import { formatMermaid } from '../graph/mermaid.js';
import { moduleGraphOf } from '../graph/module-graph.js';
import { withWorkspace } from '../open.js';
import { refuseUnusable } from '../policy-state.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';

export interface GraphOptions extends CommonOptions {
  readonly format: 'mermaid' | 'dot' | 'json' | 'dsm';
  readonly level: 'module' | 'file';
  readonly cache: boolean;
}

/** A wider matrix fits no screen, and costs the square of its size. */
const maxMatrix = 150;

/** `lintel graph`: prints the dependencies of the workspace. */
export async function graph(options: GraphOptions, terminal: Terminal): Promise<ExitStatus> {
  const { root } = findTarget(terminal.cwd, options.root, []);
  return withWorkspace(options, { root, cache: options.cache }, terminal, async ({ snapshot }) => {
    refuseUnusable(snapshot);
    terminal.out(graphText(snapshot, options));
    return exitStatus.ok;
  });
}

/** The graph of a snapshot in a format. */
export function graphText(snapshot: Snapshot, { format, level }: Pick<GraphOptions, 'format' | 'level'>): string {
  if (format === 'json') {
    const whole = level === 'file' ? fileGraphOf(snapshot) : moduleGraphOf(snapshot);
    return `${JSON.stringify({ version: 1, ...whole }, undefined, 2)}\n`;
  }
  const diagram = level === 'file' ? fileDiagram(snapshot) : moduleDiagram(moduleGraphOf(snapshot));
  if (format === 'mermaid') return formatMermaid(diagram);
  if (format === 'dot') return formatDot(diagram);
  if (diagram.nodes.length > maxMatrix)
    throw new UsageError(
      `a matrix of ${diagram.nodes.length} ${level}s is too wide to read (at most ${maxMatrix})${level === 'file' ? '; --level module folds it' : ''}`,
    );
  return formatDsm(diagram);
}
