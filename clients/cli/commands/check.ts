import { palette, wantsColor } from '../color.js';
import type { CommonOptions } from '../command-line.js';
import { nothingChecked } from '../empty-report.js';
import {
  type Engine,
  type Fix,
  type FixEdit,
  loadEngine,
  type Report,
  type ReportOptions,
  recallRun,
  type Severity,
  type Snapshot,
} from '../engine.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import type { FormatContext } from '../format/context.js';
import { type FormatName, loadFormat } from '../format/formats.js';
import { suggestion } from '../nearest.js';
import { withWorkspace } from '../open.js';
import { packageVersion } from '../package-files.js';
import { repositoryPrefix, terminalPrefix } from '../prefix.js';
import { findNewFile, findTarget, type Target } from '../targets.js';
import type { Terminal } from '../terminal.js';
import { refuseUnanalysed } from './check-paths.js';

export interface CheckOptions extends CommonOptions {
  readonly format: FormatName;
  readonly since?: string;
  readonly rule?: readonly string[];
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
  readonly updateBaseline?: boolean;
  readonly allowGrowth?: boolean;
  readonly approvedBy?: string;
  readonly cache: boolean;
  readonly types: boolean;
  readonly threads?: number;
  readonly fixes?: boolean;
  readonly strictCoverage?: boolean;
  readonly today?: string;
  readonly stdinPath?: string;
}

/** `lintel check`: prints the report and answers the exit status that its status stands for. */
export async function check(args: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitStatus> {
  refuseContradictions(args, options);
  try {
    await refuseUnknownRules(options.rule ?? []);
    return await checkTarget(args, options, terminal);
  } catch (error) {
    if (options.format === 'pretty') throw error;
    // A machine reads standard output: it gets a whole document that says why.
    const reason =
      error instanceof UsageError
        ? error.message
        : `internal error: ${error instanceof Error ? error.message : String(error)}`;
    const format = await loadFormat(options.format);
    terminal.out(format(nothingChecked(reason), emptyContext(options, terminal)));
    throw error;
  }
}

async function checkTarget(args: readonly string[], options: CheckOptions, terminal: Terminal): Promise<ExitStatus> {
  const { target, stdin } = await readTarget(args, options, terminal);
  const open = {
    root: target.root,
    cache: options.cache,
    ...(options.today === undefined ? {} : { today: options.today }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(stdin && { stdin }),
    types: options.types,
    typed: true,
  };
  const asked: ReportOptions = {
    ...(target.paths.length > 0 ? { paths: target.paths } : {}),
    ...(options.rule ? { rules: options.rule } : {}),
    minSeverity: options.minSeverity,
    failOn: failOnOf(options),
    strictCoverage: options.strictCoverage === true,
  };
  const recalled = mayRecall(args, options) ? await recallRun({ today: terminal.today(), ...open }) : undefined;
  if (recalled) {
    const { hasPolicy, text } = recalled;
    const context = {
      ...emptyContext(options, terminal),
      text,
      hasPolicy,
      prefix: prefixOf(target.root, options, terminal),
    };
    return print(recalled.report(asked), context, options, terminal);
  }
  return withWorkspace(options, open, terminal, async (workspace, engine) => {
    let { snapshot } = workspace;
    if (snapshot.policy.usable) refuseUnanalysed(snapshot, target.paths);
    if (options.updateBaseline) {
      const { updateBaseline } = await import('./update-baseline.js');
      await updateBaseline(workspace, engine, target.root, options, terminal);
      snapshot = await workspace.settleTypes();
    }
    const since = options.since === undefined ? undefined : await workspace.compare(options.since);
    if (since && !since.ok) throw new UsageError(since.message);
    const sides = since && (await engine.comparable(since.base, snapshot));
    snapshot = sides?.head ?? snapshot;
    const report = snapshot.report({ ...asked, ...(sides ? { since: sides.base, delta: since.delta } : {}) });
    const edits = options.fixes ? await editsOf(report, snapshot, engine) : new Map<Fix, readonly FixEdit[]>();
    return print(report, contextOf(snapshot, engine, edits, target.root, options, terminal), options, terminal);
  });
}

async function print(
  report: Report,
  context: FormatContext,
  options: CheckOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const format = await loadFormat(options.format);
  terminal.out(format(report, context));
  return statusOf(report);
}

/**
 * Whether the plain result of the last run could answer. Paths must be shown to be analysed, fixes and comparisons need
 * the workspace, and SARIF describes the rules.
 */
function mayRecall(args: readonly string[], options: CheckOptions): boolean {
  const { since, stdinPath, updateBaseline, fixes, cache, format } = options;
  const needsMore = since !== undefined || stdinPath !== undefined || updateBaseline || fixes || format === 'sarif';
  return cache && args.length === 0 && !needsMore;
}

async function readTarget(
  args: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<{ target: Target; stdin?: { path: string; text: string } }> {
  if (options.stdinPath === undefined) return { target: findTarget(terminal.cwd, options.root, args) };
  const target = findNewFile(terminal.cwd, options.root, options.stdinPath);
  return { target, stdin: { path: target.file, text: await terminal.readInput() } };
}

function refuseContradictions(args: readonly string[], options: CheckOptions): void {
  const { updateBaseline, allowGrowth, approvedBy, stdinPath, since } = options;
  if (stdinPath !== undefined && args.length > 0)
    throw new UsageError('--stdin-path checks one text; it takes no further paths');
  if (allowGrowth && !updateBaseline) throw new UsageError('--allow-growth goes with --update-baseline');
  if (allowGrowth && !approvedBy)
    throw new UsageError('--allow-growth needs --approved-by OWNER: somebody answers for every violation that is kept');
  if (approvedBy !== undefined && !allowGrowth) throw new UsageError('--approved-by goes with --allow-growth');
  const narrowing = [
    ...(args.length > 0 ? ['paths'] : []),
    ...(stdinPath !== undefined ? ['--stdin-path'] : []),
    ...(since !== undefined ? ['--since'] : []),
    ...(options.rule ? ['--rule'] : []),
  ];
  if (updateBaseline && narrowing[0] !== undefined)
    throw new UsageError(`--update-baseline writes the whole baseline and takes no ${narrowing[0]}`);
}

async function refuseUnknownRules(asked: readonly string[]): Promise<void> {
  if (asked.length === 0) return;
  const known = (await loadEngine()).rules.map(rule => rule.id);
  for (const id of asked)
    if (!known.includes(id))
      throw new UsageError(`unknown rule ${id}${suggestion(id, known) || '; lintel explain --list prints them'}`);
}

function failOnOf({ failOn, since }: CheckOptions): Severity {
  return failOn ?? (since === undefined ? 'error' : 'warning');
}

async function editsOf(report: Report, snapshot: Snapshot, engine: Engine): Promise<Map<Fix, readonly FixEdit[]>> {
  const edits = new Map<Fix, readonly FixEdit[]>();
  for (const fix of report.findings.flatMap(finding => finding.fixes)) {
    const made = await engine.fixEdits(snapshot, fix);
    if (made) edits.set(fix, made);
  }
  return edits;
}

function contextOf(
  snapshot: Snapshot,
  engine: Engine,
  edits: ReadonlyMap<Fix, readonly FixEdit[]>,
  root: string,
  options: CheckOptions,
  terminal: Terminal,
): FormatContext {
  const rules = new Map(engine.rules.map(rule => [rule.id, rule]));
  return {
    ...emptyContext(options, terminal),
    text: path => snapshot.text(path),
    rule: id => {
      const rule = rules.get(id);
      if (!rule) return undefined;
      const page = pageOf(id, engine);
      return { summary: rule.summary, severity: rule.severity, ...(page === undefined ? {} : { page }) };
    },
    edits: fix => edits.get(fix),
    prefix: prefixOf(root, options, terminal),
    hasPolicy: snapshot.policy.declared,
  };
}

function prefixOf(root: string, options: CheckOptions, terminal: Terminal): string {
  return options.format === 'pretty' ? terminalPrefix(terminal.cwd, root) : repositoryPrefix(root);
}

/** A page that is missing from the installation takes nothing else away. */
function pageOf(id: string, engine: Engine): string | undefined {
  try {
    return engine.explainRule(id);
  } catch {
    return undefined;
  }
}

function emptyContext(options: CheckOptions, terminal: Terminal): FormatContext {
  return {
    version: packageVersion(),
    text: () => undefined,
    rule: () => undefined,
    edits: () => undefined,
    failOn: failOnOf(options),
    prefix: '',
    palette: palette(options.format === 'pretty' && wantsColor(options.color ?? 'auto', terminal)),
    hasPolicy: true,
    quiet: options.quiet === true,
    ...(options.since === undefined ? {} : { since: options.since }),
  };
}

function statusOf({ status }: Report): ExitStatus {
  if (status === 'ok') return exitStatus.ok;
  return status === 'violations' ? exitStatus.violations : exitStatus.notChecked;
}
