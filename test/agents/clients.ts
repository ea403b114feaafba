import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentName } from '../../clients/cli/agents/agents.js';
import type { Said } from './model-endpoint.js';

const cache = fileURLToPath(new URL('../../.cache/agents', import.meta.url));

/** What a session of a client needs. */
export interface Session {
  /** Of the scripted model. */
  readonly url: string;
  /** The repository, absolute. */
  readonly root: string;
  /** A folder of the client's own for settings. */
  readonly home: string;
}

/** A coding agent that tests drive, at the version they were written for. */
export interface AgentClient {
  readonly name: AgentName;
  readonly package: string;
  /** Its program, where `test/agents/install.sh` has put it. */
  readonly program: string | undefined;
  readonly args: readonly string[];
  env(session: Session): Readonly<Record<string, string>>;
  /** Files of the client's own settings, by path below `home` or, with `./`, below the workspace. */
  settings(session: Session): Readonly<Record<string, string>>;
  /** Where `init` writes the hooks, and the server. */
  readonly hooks: string;
  readonly server: string;
  /** How its model calls a tool of the server. */
  ask(tool: string, input: unknown): Said;
  /** How its model writes a new file; `path` is absolute. */
  write(path: string, text: string): Said;
}

/** Those that start and end within seconds; the others wait for `npm run test:agents`. */
const quick: ReadonlySet<string> = new Set(['codex', 'mcporter']);

function program(folder: string, bin: string): string | undefined {
  const file = join(cache, folder, 'node_modules/.bin', bin);
  const isWanted = process.env.LINTEL_AGENTS === 'all' || quick.has(folder);
  return isWanted && existsSync(file) ? file : undefined;
}

const codex: AgentClient = {
  name: 'codex',
  hooks: '.codex/hooks.json',
  server: '.codex/config.toml',
  package: '@openai/codex@0.169.0',
  program: program('codex', 'codex'),
  args: [
    'exec',
    '--skip-git-repo-check',
    '--json',
    '-m',
    'gpt-5.5',
    '--dangerously-bypass-hook-trust',
    '--dangerously-bypass-approvals-and-sandbox',
    'go',
  ],
  env: ({ home }) => ({ CODEX_HOME: home }),
  settings: ({ url, root }) => ({
    'config.toml': [
      'model_provider = "mock"',
      '[model_providers.mock]',
      'name = "mock"',
      `base_url = "${url}/v1"`,
      'wire_api = "responses"',
      'supports_websockets = false',
      `[projects."${root}"]`,
      'trust_level = "trusted"',
      '',
    ].join('\n'),
  }),
  ask: (tool, input) => ({ tool, input, namespace: 'mcp__lintel' }),
  write: (path, text) => ({
    tool: 'apply_patch',
    isCustom: true,
    input: [
      '*** Begin Patch',
      `*** Add File: ${path}`,
      ...text
        .trimEnd()
        .split('\n')
        .map(line => `+${line}`),
      '*** End Patch',
      '',
    ].join('\n'),
  }),
};

const gemini: AgentClient = {
  name: 'gemini',
  hooks: '.gemini/settings.json',
  server: '.gemini/settings.json',
  package: '@google/gemini-cli@0.61.0',
  program: program('gemini', 'gemini'),
  args: ['-m', 'gemini-2.5-flash', '--approval-mode', 'yolo', '-p', 'go', '--output-format', 'json'],
  env: ({ url, home }) => ({
    GEMINI_API_KEY: 'none',
    GOOGLE_GEMINI_BASE_URL: url,
    GEMINI_CLI_HOME: home,
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
  }),
  settings: () => ({
    '.gemini/settings.json': JSON.stringify({
      security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
      privacy: { usageStatisticsEnabled: false },
      general: { disableAutoUpdate: true, disableUpdateNag: true },
    }),
  }),
  ask: (tool, input) => ({ tool: `mcp_lintel_${tool}`, input }),
  write: (path, text) => ({ tool: 'write_file', input: { file_path: path, content: text } }),
};

const opencode: AgentClient = {
  name: 'opencode',
  hooks: '.opencode/plugin/lintel.js',
  server: 'opencode.json',
  package: 'opencode-ai@1.18.33',
  program: program('opencode', 'opencode'),
  args: ['run', '--format', 'json', '--model', 'mock/mock', 'go'],
  env: ({ home }) => ({
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_STATE_HOME: join(home, 'state'),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
  }),
  settings: ({ url }) => ({
    'config/opencode/opencode.json': JSON.stringify({
      autoupdate: false,
      share: 'disabled',
      permission: { edit: 'allow', bash: 'allow' },
      provider: {
        mock: {
          npm: '@ai-sdk/openai-compatible',
          name: 'mock',
          options: { baseURL: `${url}/v1`, apiKey: 'none' },
          models: { mock: { name: 'mock', tool_call: true, limit: { context: 100_000, output: 8_000 } } },
        },
      },
    }),
  }),
  ask: (tool, input) => ({ tool: `lintel_${tool}`, input }),
  write: (path, text) => ({ tool: 'write', input: { filePath: path, content: text } }),
};

const copilot: AgentClient = {
  name: 'copilot',
  hooks: '.github/hooks/lintel.json',
  server: '.github/mcp.json',
  package: '@github/copilot@1.0.102',
  program: program('copilot', 'copilot'),
  args: ['-p', 'go', '--allow-all-tools', '--output-format', 'json'],
  env: ({ url, home }) => ({
    COPILOT_OFFLINE: 'true',
    COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
    COPILOT_MODEL: 'mock',
    COPILOT_ALLOW_ALL: 'true',
    COPILOT_HOME: home,
    XDG_CONFIG_HOME: home,
  }),
  settings: () => ({}),
  ask: (tool, input) => ({ tool: `lintel-${tool}`, input }),
  write: (path, text) => ({ tool: 'create', input: { path, file_text: text } }),
};

export const agentClients: readonly AgentClient[] = [codex, gemini, opencode, copilot];

/** No agent: a command that calls tools of a server. */
export const mcporter = { package: 'mcporter@0.9.0', program: program('mcporter', 'mcporter') } as const;

/** The same, with a look at whether every client could take the schemas. */
export const inspector = {
  package: '@modelcontextprotocol/inspector@2.12.0',
  program: program('inspector', 'mcp-inspector'),
} as const;
