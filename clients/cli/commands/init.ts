import { join } from 'node:path';
import type { CommonOptions } from '../command-line.js';
import type { InitialPolicy, Snapshot } from '../engine.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import { printable } from '../format/characters.js';
import { groupBy } from '../format/context.js';
import { plural } from '../format/words.js';
import { withWorkspace } from '../open.js';
import { repositoryPrefix } from '../prefix.js';
import { exists } from '../root.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';
import { writeWorkspaceFile } from '../write-file.js';
import { codeOwners } from './code-owners.js';

export interface InitOptions extends CommonOptions {
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly codeowners?: boolean;
  readonly agent?: string;
  readonly remove?: boolean;
  readonly asOf?: string;
}

/** `lintel init`: infers a policy and a baseline from the code and writes both, or prints them. */
export async function init(options: InitOptions, terminal: Terminal): Promise<ExitStatus> {
  if (options.agent !== undefined) return (await import('./init-agent.js')).initAgent(options, terminal);
  if (options.remove) throw new UsageError('--remove takes the setup of an agent out: --agent names which');
  const { root } = findTarget(terminal.cwd, options.root, []);
  return withWorkspace(
    options,
    { root },
    terminal,
    async (workspace, { BASELINE_FILE, initialPolicy, POLICY_FILE }) => {
      const { snapshot } = workspace;
      if (options.codeowners) {
        terminal.out(codeOwners(snapshot.policy, repositoryPrefix(root)));
        return exitStatus.ok;
      }
      const files = [POLICY_FILE, BASELINE_FILE];
      const present = files.filter(file => exists(join(root, file)));
      if (present.length > 0 && !options.force && !options.dryRun)
        throw new UsageError(
          `${present.join(' and ')} ${present.length > 1 ? 'exist' : 'exists'} in ${root}; --force overwrites, --dry-run prints what would be written`,
        );
      const asOf = options.asOf === undefined ? undefined : await workspace.revisionOrDay(options.asOf);
      if (asOf && !asOf.ok) throw new UsageError(asOf.message);
      const made = await initialPolicy(snapshot, asOf);
      if (made.snapshot.graph.files.length === 0)
        throw new UsageError(`no TypeScript or JavaScript file lies below ${root}; --root names another folder`);
      const texts = [
        [POLICY_FILE, made.policyText],
        [BASELINE_FILE, made.baselineText],
      ] as const;
      for (const [path, text] of texts) {
        if (options.dryRun) terminal.out(`--- ${path}\n${text}${text.endsWith('\n') ? '' : '\n'}`);
        else writeWorkspaceFile(root, path, text);
      }
      const say = options.dryRun ? terminal.err : terminal.out;
      if (!options.quiet) say(summaryOf(made, options.dryRun ? [] : files));
      return exitStatus.ok;
    },
  );
}

const mostQuestions = 3;

/** A question with the first of the places it is about. */
function askedAt(question: string, places: InitialPolicy['refused']): string {
  const [first] = places;
  const place = first ? `${first.finding.path}:${first.finding.range.start.line}` : '';
  return `${question} ${place}${places.length > 1 ? ` and ${places.length - 1} more` : ''}`;
}

/** What was inferred, what was not blessed and what to do next. */
export function summaryOf(made: InitialPolicy, written: readonly string[]): string {
  const { policy } = made.snapshot;
  const lines = [
    ...(written.length > 0 ? [`Wrote ${written.join(' and ')}.`, ''] : []),
    `Inferred ${plural(policy.modules.length, 'module')}${layersOf(made.snapshot)}.`,
    ...made.notes.map(note => `- ${printable(note)}`),
  ];
  const open = made.snapshot.findings.filter(finding => finding.severity === 'error').length;
  if (made.refused.length > 0) {
    const questions = groupBy(made.refused, ({ finding, question }) => question ?? finding.message);
    lines.push(
      '',
      `Not blessed, but kept in the baseline as unreviewed (${made.refused.length}), ${plural(questions.size, 'question')} in all:`,
    );
    const byRule = [...groupBy(made.refused, ({ finding }) => finding.rule)].sort(
      ([, a], [, b]) => b.length - a.length,
    );
    for (const [rule, of] of byRule) {
      const asked = [...groupBy(of, ({ finding, question }) => question ?? finding.message)].sort(
        ([, a], [, b]) => b.length - a.length,
      );
      lines.push(`- ${of.length} × ${rule}`);
      for (const [question, places] of asked.slice(0, mostQuestions))
        lines.push(`    ${printable(askedAt(question, places))}`);
      if (asked.length > mostQuestions) lines.push(`    and ${plural(asked.length - mostQuestions, 'more question')}`);
    }
  }
  lines.push(
    '',
    'Next: read architecture.jsonc, correct what a person would call differently, name owners, then run lintel check.',
  );
  if (open > 0) lines.push(`lintel check will report ${plural(open, 'error')} that cannot be grandfathered.`);
  return `${lines.join('\n')}\n`;
}

function layersOf({ policy }: Snapshot): string {
  const orders = policy.layers.map(layer => layer.order.join(' > '));
  return orders.length === 0 ? ', no layers' : ` in layers ${orders.join('; ')}`;
}
