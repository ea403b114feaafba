import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built command, as it is installed. */
export const main = fileURLToPath(new URL('../../dist/clients/cli/bundle/lintel.cjs', import.meta.url));

export interface Outcome {
  /** `null` when the process was killed. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The arguments of node that run the built command, and an environment without the colours of whoever runs the tests. */
export function commandOf(args: readonly string[], env: RunOptions['env'] = {}) {
  if (!existsSync(main)) throw new Error('dist is not built: npm run build');
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return { argv: [main, ...args], env: { ...inherited, ...env } };
}

/** Nobody's own git configuration reaches the tests. */
export const anonymousGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};
