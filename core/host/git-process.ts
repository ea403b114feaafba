import { spawnSync } from 'node:child_process';

/** How a run of git ended: its raw output, or why there is none. */
export type GitOutcome =
  | { readonly ok: true; readonly output: Buffer }
  /** `status` is undefined when git could not be started or was cut off. */
  | { readonly ok: false; readonly status: number | undefined; readonly error: string };

export interface GitInput {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Settings of the repository that would start a program of its choosing, or write into it. */
const harmless: readonly string[] = [
  'core.quotepath=off',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'core.pager=cat',
  'submodule.recurse=false',
  'diff.ignoreSubmodules=all',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap(setting => ['-c', setting]);

/** A git hook sets these for its own repository; they would send every question there. */
const inherited: readonly string[] = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_PREFIX',
  'GIT_NAMESPACE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_EXTERNAL_DIFF',
  'GIT_DIFF_OPTS',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_ATTR_SOURCE',
];

const maxOutputBytes = 1 << 30;

/**
 * Runs git in a folder, without a shell, without locks, hooks or prompts, and without the network: a partial clone must
 * not be filled through a transport that the repository names.
 */
export function runGit(folder: string, args: readonly string[], { input, env }: GitInput = {}): GitOutcome {
  const run = spawnSync('git', ['--no-pager', ...harmless, ...args], {
    cwd: folder,
    env: { ...gitEnvironment(), ...env },
    input: input ?? '',
    maxBuffer: maxOutputBytes,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (run.error && !isBrokenPipe(run.error)) {
    return { ok: false, status: undefined, error: (run.error as NodeJS.ErrnoException).code ?? run.error.message };
  }
  if (run.status === 0) return { ok: true, output: run.stdout };
  return { ok: false, status: run.status ?? undefined, error: run.stderr.toString('utf8').trim() };
}

/** Git may stop reading its input early when it fails; its own message says more. */
function isBrokenPipe(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE';
}

function gitEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of inherited) delete env[name];
  return {
    ...env,
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_PAGER: 'cat',
  };
}
