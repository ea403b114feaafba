import { palette, wantsColor } from '../color.js';
import type { CommonOptions } from '../command-line.js';
import { nothingChecked } from '../empty-report.js';
import type { Comparison, Engine, Review, Severity, Workspace } from '../engine.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import type { FormatContext } from '../format/context.js';
import { loadFormat } from '../format/formats.js';
import { withWorkspace } from '../open.js';
import { packageVersion } from '../package-files.js';
import { repositoryPrefix, terminalPrefix } from '../prefix.js';
import type { ReviewReport } from '../review/review-report.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';

export const reviewFormats = ['pretty', 'json', 'markdown', 'sarif', 'github'] as const;

export interface ReviewOptions extends CommonOptions {
  readonly head?: string;
  readonly format: (typeof reviewFormats)[number];
  readonly failOn: Severity;
  readonly cache: boolean;
  readonly types: boolean;
}

/** The longest wait for the type checker, in milliseconds: ten times what half a million lines take. */
const longestWaitForTypesMs = 300_000;

type Compared = Extract<Comparison, { readonly ok: true }>;

/** `lintel review`: what a change really changes. */
export async function review(
  base: string | undefined,
  options: ReviewOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  try {
    return await answer(base, options, terminal);
  } catch (error) {
    if (error instanceof UsageError && options.format !== 'pretty') terminal.out(await refusal(error.message, options));
    throw error;
  }
}

async function answer(base: string | undefined, options: ReviewOptions, terminal: Terminal): Promise<ExitStatus> {
  const { root } = findTarget(terminal.cwd, options.root, []);
  return withWorkspace(
    options,
    { root, cache: options.cache, types: options.types },
    terminal,
    async (workspace, engine) => {
      const { asked, compared } = await compare(workspace, base, options.head);
      const sides = await engine.comparable(compared.base, compared.head, { waitMs: longestWaitForTypesMs });
      const made = await engine.reviewOf(sides.base, sides.head, compared.delta, { failOn: options.failOn });
      terminal.out(await textOf(made, asked, compared, { options, terminal, engine, root }));
      const { status } = made.report;
      if (status === 'not_checked') return exitStatus.notChecked;
      return status === 'ok' ? exitStatus.ok : exitStatus.violations;
    },
  );
}

/** Where a repository's main branch is usually found: on the server first, since a local branch may lag behind. */
const mainBranches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

async function compare(
  workspace: Workspace,
  base: string | undefined,
  head: string | undefined,
): Promise<{ readonly asked: string; readonly compared: Compared }> {
  const asked = base ?? mainBranches.find(branch => workspace.hasRevision(branch)) ?? 'main';
  const compared = await workspace.compare(asked, head);
  if (compared.ok) return { asked, compared };
  const hint =
    base === undefined
      ? ` The main branch was not found under ${mainBranches.join(', ')}: name the base, as in lintel review develop.`
      : '';
  throw new UsageError(`${compared.message}${hint}`);
}

interface Around {
  readonly options: ReviewOptions;
  readonly terminal: Terminal;
  readonly engine: Engine;
  readonly root: string;
}

async function textOf(made: Review, asked: string, compared: Compared, around: Around): Promise<string> {
  const { options, terminal, engine, root } = around;
  const { head, headCommit } = compared;
  const prefix = options.format === 'pretty' ? terminalPrefix(terminal.cwd, root) : repositoryPrefix(root);
  const report: ReviewReport = {
    review: made,
    base: { asked, commit: compared.commit },
    ...(options.head !== undefined && { head: { asked: options.head, commit: headCommit ?? '' } }),
    prefix,
    lineOf: ({ path, span }) => engine.positionAt(head.lineStarts(path), span.start).line,
  };
  switch (options.format) {
    case 'pretty':
      return (await import('../review/pretty.js')).prettyReview(
        report,
        palette(wantsColor(options.color ?? 'auto', terminal)),
      );
    case 'json':
      return (await import('../review/json.js')).jsonReview(report);
    case 'markdown':
      return (await import('../review/markdown.js')).markdownReview(report);
    default: {
      const rules = new Map(engine.rules.map(rule => [rule.id, rule]));
      const rule = (id: string) => {
        const known = rules.get(id);
        if (!known) return undefined;
        const page = engine.explainRule(id);
        return { summary: known.summary, severity: known.severity, ...(page !== undefined && { page }) };
      };
      const context = {
        ...emptyContext(options),
        text: (path: string) => head.text(path),
        rule,
        prefix,
        hasPolicy: head.policy.declared,
      };
      return (await loadFormat(options.format))(made.report, context);
    }
  }
}

async function refusal(reason: string, options: ReviewOptions): Promise<string> {
  if (options.format === 'json')
    return `${JSON.stringify({ version: 1, status: 'not_checked', reason }, undefined, 2)}\n`;
  const format = await loadFormat(options.format);
  return format(nothingChecked(reason), emptyContext(options));
}

function emptyContext(options: ReviewOptions): FormatContext {
  return {
    version: packageVersion(),
    text: () => undefined,
    rule: () => undefined,
    edits: () => undefined,
    failOn: options.failOn,
    prefix: '',
    palette: palette(false),
    hasPolicy: true,
    quiet: options.quiet === true,
  };
}
