import type { CommonOptions } from '../command-line.js';
import { callersOf } from '../contract/callers.js';
import { contractText } from '../contract/pretty.js';
import { type FunctionRef, loadEngine, type Snapshot } from '../engine.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
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
  const engine = await loadEngine();
  return withWorkspace(
    options,
    { root: target.root, cache: options.cache, typed: true },
    terminal,
    async ({ snapshot }) => {
      refuseUnusable(snapshot);
      const ref = functionAt(snapshot, target.paths[0] ?? '', symbol.slice(hash + 1));
      const found = snapshot.failures.contractOf(ref);
      const report = engine.contractReport(snapshot, ref);
      if (!found || !report) throw new UsageError(`${symbol} has no contract: its file is not analysed`);
      const callers = options.callers ? callersOf(engine, snapshot, ref, found) : undefined;
      terminal.out(
        options.format === 'json'
          ? `${JSON.stringify({ version: 1, ...report, ...(callers && { callers }) }, undefined, 2)}\n`
          : contractText(report, callers),
      );
      return exitStatus.ok;
    },
  );
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
