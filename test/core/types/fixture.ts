import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Processes } from '../../../core/files/host.js';
import { systemClock } from '../../../core/host/clock.js';
import { systemProcesses } from '../../../core/host/processes.js';
import { nodeWorkers } from '../../../core/host/workers.js';
import { type OracleOptions, openTypeOracle } from '../../../core/types/open-oracle.js';
import type { CalleeAnswer, FileQuestions, TypeAnswer, TypeOracle } from '../../../core/types/oracle.js';

/** The thread runs the built module: a thread does not pass through the test runner's transform. */
const module = new URL('../../../dist/core/types/worker.js', import.meta.url);

export const compilers = ['typescript7', 'typescript6'] as const;

const folders: string[] = [];
const oracles: TypeOracle[] = [];

/** A folder on disk with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-types-')));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return root;
}

export function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function open(root: string, options: Partial<OracleOptions> = {}): TypeOracle {
  const oracle = openTypeOracle({
    root,
    workers: nodeWorkers(),
    processes: systemProcesses(),
    clock: systemClock(),
    module,
    ...options,
  });
  oracles.push(oracle);
  return oracle;
}

/** The processes that were seen to be asked for their memory, which is every one that answers. */
export function watchedProcesses(): Processes & { readonly seen: number[] } {
  const system = systemProcesses();
  const seen: number[] = [];
  return {
    seen,
    residentBytes(pid) {
      if (!seen.includes(pid)) seen.push(pid);
      return system.residentBytes(pid);
    },
    kill: system.kill,
  };
}

/** True while the process runs; a process that has ended and waits to be collected does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** To be called after each test. */
export async function tidy(): Promise<void> {
  await Promise.all(oracles.splice(0).map(oracle => oracle.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Marked {
  readonly text: string;
  readonly questions: FileQuestions;
}

/** A text in which `«callee»` and `‹expression›` mark what is asked about; the marks are taken out. */
export function marked(path: string, source: string): Marked {
  const callees: { start: number; end: number }[] = [];
  const types: { start: number; end: number }[] = [];
  const open: number[] = [];
  let text = '';
  for (const part of source.split(/([«»‹›])/)) {
    if (part === '«' || part === '‹') open.push(text.length);
    else if (part === '»') callees.push({ start: open.pop()!, end: text.length });
    else if (part === '›') types.push({ start: open.pop()!, end: text.length });
    else text += part;
  }
  return { text, questions: { path, callees, types } };
}

/** Asks one marked text as an unsaved one. */
export async function askText(
  oracle: TypeOracle,
  path: string,
  source: string,
): Promise<{ callees: readonly CalleeAnswer[]; types: readonly TypeAnswer[]; unanswered?: string }> {
  const { text, questions } = marked(path, source);
  oracle.update([{ path, text }]);
  const { files } = await oracle.ask([questions]);
  return files[0]!;
}

/** A callee answer in one line: `src/a.ts Class.method method`, `pg Client.query`, `any`, `unknown`. */
export function line(answer: CalleeAnswer | undefined): string {
  if (answer?.kind !== 'declared') return answer?.kind ?? 'nothing';
  return answer.declarations.map(ref => `${'path' in ref ? ref.path : ref.package} ${ref.name} ${ref.kind}`).join(', ');
}
