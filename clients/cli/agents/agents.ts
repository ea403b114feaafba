import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonEntry, LintelCommand, SetupPart } from './agent-setup.js';
import { opencodePlugin } from './opencode-plugin.js';
import { rulesText, rulesTitle } from './rules-text.js';

export const agentNames = ['claude-code', 'cursor', 'codex', 'gemini', 'copilot', 'opencode'] as const;
export type AgentName = (typeof agentNames)[number];

/** What is written for an agent. `root` is absolute; it is only looked at, for files that may have one of two names. */
export function setupFor(agent: AgentName, command: LintelCommand, root: string): readonly SetupPart[] {
  return setups[agent](command, root);
}

const setups: Readonly<Record<AgentName, (command: LintelCommand, root: string) => readonly SetupPart[]>> = {
  'claude-code': claudeCode,
  cursor,
  codex,
  gemini,
  copilot,
  opencode,
};

/** Seconds a client waits before it goes on without us; the hook itself gives up long before. */
const waitSeconds = 10;

function claudeCode(command: LintelCommand): readonly SetupPart[] {
  const start = command.isLocal
    ? {
        command: command.program,
        args: [...command.args.map(file => `\${CLAUDE_PROJECT_DIR}/${file}`), 'hook', '--dialect', 'claude-code'],
      }
    : { command: `${command.line} hook --dialect claude-code` };
  const hooks = [{ type: 'command', ...start, timeout: waitSeconds }];
  return [
    { kind: 'json', path: '.mcp.json', entries: [mcpServer(command)] },
    {
      kind: 'json',
      path: '.claude/settings.json',
      entries: [
        item(['hooks', 'SessionStart'], { hooks }),
        item(['hooks', 'PreToolUse'], { matcher: 'Write|Edit|MultiEdit', hooks }),
        item(['hooks', 'PostToolUse'], { matcher: 'Write|Edit|MultiEdit|Bash', hooks }),
        item(['hooks', 'Stop'], { hooks }),
      ],
    },
    { kind: 'file', path: '.claude/rules/lintel.md', text: rulesTitle + rulesText },
  ];
}

function cursor(command: LintelCommand): readonly SetupPart[] {
  const hook = { command: `${command.line} hook --dialect cursor`, timeout: waitSeconds };
  const head =
    '---\ndescription: Module boundaries of this repository\nglobs: ["**/*.ts", "**/*.tsx", "**/*.mts", "**/*.cts", "**/*.js", "**/*.jsx", "**/*.mjs", "**/*.cjs"]\nalwaysApply: false\n---\n';
  return [
    { kind: 'json', path: '.cursor/mcp.json', entries: [mcpServer(command)] },
    {
      kind: 'json',
      path: '.cursor/hooks.json',
      entries: [
        { at: ['version'], value: 1, isFrame: true },
        item(['hooks', 'sessionStart'], hook),
        item(['hooks', 'preToolUse'], { ...hook, matcher: 'Write|StrReplace|Edit|MultiEdit|ApplyPatch|Delete' }),
        item(['hooks', 'postToolUse'], {
          ...hook,
          matcher: 'Write|StrReplace|Edit|MultiEdit|ApplyPatch|Delete|Shell',
        }),
        item(['hooks', 'stop'], hook),
      ],
    },
    { kind: 'file', path: '.cursor/rules/lintel.mdc', text: head + rulesText },
  ];
}

function codex(command: LintelCommand): readonly SetupPart[] {
  const hooks = [{ type: 'command', command: `${command.line} hook --dialect codex`, timeout: waitSeconds }];
  const server = [
    '[mcp_servers.lintel]',
    `command = ${JSON.stringify(command.program)}`,
    `args = ${JSON.stringify([...command.args, 'mcp'])}`,
    'startup_timeout_sec = 20',
    'default_tools_approval_mode = "approve"',
    '',
  ].join('\n');
  return [
    { kind: 'block', path: '.codex/config.toml', comment: 'toml', text: server },
    {
      kind: 'json',
      path: '.codex/hooks.json',
      entries: [
        item(['hooks', 'SessionStart'], { hooks }),
        item(['hooks', 'PreToolUse'], { matcher: 'apply_patch|Edit|Write|Bash', hooks }),
        item(['hooks', 'PostToolUse'], { matcher: 'apply_patch|Edit|Write|Bash', hooks }),
        item(['hooks', 'Stop'], { hooks }),
      ],
    },
    { kind: 'block', path: 'AGENTS.md', comment: 'markdown', text: rulesTitle + rulesText },
  ];
}

function gemini(command: LintelCommand): readonly SetupPart[] {
  const line = `${command.line} hook --dialect gemini`;
  const hooks = [{ type: 'command', name: 'lintel', command: line, timeout: waitSeconds * 1000 }];
  return [
    {
      kind: 'json',
      path: '.gemini/settings.json',
      entries: [
        mcpServer(command, { timeout: 60_000, trust: true }),
        item(['hooks', 'SessionStart'], { hooks }),
        item(['hooks', 'BeforeTool'], { matcher: 'write_file|replace', hooks }),
        item(['hooks', 'AfterTool'], { matcher: 'write_file|replace|run_shell_command', hooks }),
        item(['hooks', 'AfterAgent'], { hooks }),
      ],
    },
    { kind: 'block', path: 'GEMINI.md', comment: 'markdown', text: rulesTitle + rulesText },
  ];
}

function copilot(command: LintelCommand): readonly SetupPart[] {
  const line = `${command.line} hook --dialect copilot`;
  const hook = { type: 'command', bash: line, powershell: line, timeoutSec: waitSeconds };
  const hooks = { sessionStart: [hook], preToolUse: [hook], postToolUse: [hook], agentStop: [hook] };
  const head = '---\napplyTo: "**/*.ts,**/*.tsx,**/*.mts,**/*.cts,**/*.js,**/*.jsx,**/*.mjs,**/*.cjs"\n---\n';
  return [
    {
      kind: 'json',
      path: '.github/mcp.json',
      entries: [
        {
          at: ['mcpServers', 'lintel'],
          value: { type: 'stdio', command: command.program, args: [...command.args, 'mcp'], tools: ['*'] },
        },
      ],
    },
    {
      kind: 'file',
      path: '.github/hooks/lintel.json',
      text: `${JSON.stringify({ version: 1, hooks }, undefined, 2)}\n`,
    },
    { kind: 'file', path: '.github/instructions/lintel.instructions.md', text: head + rulesText },
  ];
}

function opencode(command: LintelCommand, root: string): readonly SetupPart[] {
  const path = existsSync(join(root, 'opencode.jsonc')) ? 'opencode.jsonc' : 'opencode.json';
  const start = [command.program, ...command.args];
  return [
    {
      kind: 'json',
      path,
      entries: [
        {
          at: ['mcp', 'lintel'],
          value: { type: 'local', command: [...start, 'mcp'], enabled: true, timeout: 20_000 },
        },
        {
          at: ['lsp', 'lintel'],
          canBeOff: true,
          value: {
            command: [...start, 'lsp', '--stdio'],
            extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
          },
        },
      ],
    },
    { kind: 'file', path: '.opencode/plugin/lintel.js', text: opencodePlugin(start) },
    { kind: 'block', path: 'AGENTS.md', comment: 'markdown', text: rulesTitle + rulesText },
  ];
}

function mcpServer({ program, args }: LintelCommand, more: object = {}): JsonEntry {
  return { at: ['mcpServers', 'lintel'], value: { command: program, args: [...args, 'mcp'], ...more } };
}

function item(at: readonly string[], value: unknown): JsonEntry {
  return { at, value, isItem: true };
}
