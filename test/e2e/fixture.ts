import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { type ReportJson, reportSchema } from '../../clients/cli/format/report-schema.js';
import type { SiteEdge } from '../../clients/cli/graph/file-graph.js';
import { anonymousGit, commandOf, type Outcome, type RunOptions } from '../harness/command.js';

export { main, type RunOptions } from '../harness/command.js';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What `check --format json` printed, with the exit status and short forms for expectations. */
export interface Checked extends ReportJson {
  readonly exit: number | null;
  /** `rule path:line` of every finding. */
  readonly brief: readonly string[];
  readonly err: string;
}

/** A repository in a folder that is thrown away after the tests of the file. */
export interface Fixture {
  readonly root: string;
  /** The folder that the caches of this fixture go to. */
  readonly cache: string;
  write(files: Files): void;
  remove(...paths: string[]): void;
  read(path: string): string;
  git(...args: string[]): string;
  /** Commits all there is; makes the repository with the first commit. */
  commit(message?: string): string;
  run(args: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** `lintel check --format json` with more arguments. */
  check(args?: readonly string[], options?: RunOptions): Promise<Checked>;
  /** Every import site of the workspace. */
  edges(): Promise<readonly SiteEdge[]>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder under the system's temporary folder, by its real path. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-e2e-')));
  folders.push(folder);
  return folder;
}

export function fixture(files: Files = {}): Fixture {
  const root = newFolder();
  const cache = newFolder();
  const write = (more: Files) => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  };
  const git = (...args: string[]) => {
    const made = spawnSync('git', args, { cwd: root, env: { ...process.env, ...anonymousGit }, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`git ${args.join(' ')}: ${made.stdout}${made.stderr}`);
    return made.stdout.trim();
  };
  const run = (args: readonly string[], { cwd = root, ...options }: RunOptions = {}) =>
    lintel(args, { cwd, ...options, env: { XDG_CACHE_HOME: cache, ...options.env } });
  write(files);
  return {
    root,
    cache,
    write,
    git,
    run,
    remove: (...paths) => {
      for (const path of paths) rmSync(join(root, path), { recursive: true, force: true });
    },
    read: path => readFileSync(join(root, path), 'utf8'),
    commit: (message = 'change') => {
      if (!existsSync(join(root, '.git'))) git('init', '-q', '-b', 'main');
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    check: async (args = [], options = {}) => {
      const { status, out, err } = await run(['check', '--format', 'json', ...args], options);
      const report = reportSchema.parse(parsed(out, err));
      const brief = report.findings.map(({ rule, path, range }) => `${rule} ${path}:${range.start.line}`);
      return { ...report, exit: status, brief, err };
    },
    edges: async () => {
      const { out, err } = await run(['graph', '--format', 'json', '--level', 'file']);
      return (parsed(out, err) as { edges: SiteEdge[] }).edges;
    },
  };
}

/** Runs the built command to its end. */
export function lintel(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start(args, options);
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', text => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', text => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', status => resolve({ status, out, err }));
  });
}

/** Starts the built command. */
export function start(
  args: readonly string[],
  { cwd = tmpdir(), input = '', env = {} }: RunOptions = {},
): ChildProcess {
  const command = commandOf(args, env);
  const child = spawn(process.execPath, command.argv, { cwd, env: command.env, timeout: 60_000 });
  // A process that ends before it reads is no failure of the test.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return child;
}

function parsed(out: string, err: string): unknown {
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`no JSON on standard output: ${out}\n${err}`);
  }
}
