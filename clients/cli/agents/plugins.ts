import type { JsonEntry, LintelCommand, SetupPart } from './agent-setup.js';
import { type AgentName, setupFor } from './agents.js';
import { rulesText, rulesTitle } from './rules-text.js';

const onPath: LintelCommand = { program: 'lintel', args: [], line: 'lintel', isLocal: false };
const description = 'Module boundaries checked before the write: hooks, MCP tools and diagnostics of Lintel.';
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/**
 * The plugins and extensions that clients install, by path in the repository: the same entries that `lintel init --agent`
 * writes into a workspace, in the shape that each client wants them in a plugin.
 */
export function pluginFiles(version: string): ReadonlyMap<string, string> {
  const about = { name: 'lintel', version, description };
  const server = { mcpServers: { lintel: { command: 'lintel', args: ['mcp'] } } };
  const skill = `---\nname: plan-change\ndescription: Before a change that adds imports or files, ask Lintel what the architecture permits.\n---\n\n`;
  const files: [string, unknown][] = [
    ['claude-code/.claude-plugin/plugin.json', about],
    [
      'claude-code/.claude-plugin/marketplace.json',
      { name: 'lintel', owner: { name: 'Lintel' }, plugins: [{ name: 'lintel', source: './', description }] },
    ],
    ['claude-code/.mcp.json', server],
    [
      'claude-code/.lsp.json',
      {
        lintel: {
          command: 'lintel',
          args: ['lsp', '--stdio'],
          extensionToLanguage: Object.fromEntries(extensions.map(extension => [extension, languageOf(extension)])),
        },
      },
    ],
    ['claude-code/hooks/hooks.json', hooksOf('claude-code', '.claude/settings.json')],
    ['claude-code/skills/plan-change/SKILL.md', `${skill}${rulesText}`],
    ['codex/.codex-plugin/plugin.json', about],
    ['codex/.mcp.json', server],
    ['codex/hooks/hooks.json', hooksOf('codex', '.codex/hooks.json')],
    ['cursor/.cursor-plugin/plugin.json', about],
    ['cursor/mcp.json', server],
    ['cursor/hooks/hooks.json', { version: 1, ...hooksOf('cursor', '.cursor/hooks.json') }],
    ['cursor/rules/lintel.mdc', fileOf('cursor', '.cursor/rules/lintel.mdc')],
    ['gemini/gemini-extension.json', { ...about, contextFileName: 'GEMINI.md', ...server }],
    ['gemini/hooks/hooks.json', hooksOf('gemini', '.gemini/settings.json')],
    ['gemini/GEMINI.md', `${rulesTitle}${rulesText}`],
    ['copilot/plugin.json', about],
    ['copilot/.mcp.json', objectOf(jsonPart('copilot', '.github/mcp.json').entries)],
    ['copilot/hooks.json', fileOf('copilot', '.github/hooks/lintel.json')],
    ['opencode/opencode.json', objectOf(jsonPart('opencode', 'opencode.json').entries)],
    ['opencode/lintel.js', fileOf('opencode', '.opencode/plugin/lintel.js')],
  ];
  return new Map(
    files.map(([path, content]) => [
      `clients/${path}`,
      typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`,
    ]),
  );
}

function languageOf(extension: string): string {
  const language = /t/.test(extension) ? 'typescript' : 'javascript';
  return extension.endsWith('x') ? `${language}react` : language;
}

function partsOf(agent: AgentName): readonly SetupPart[] {
  return setupFor(agent, onPath, '/');
}

function jsonPart(agent: AgentName, path: string): Extract<SetupPart, { kind: 'json' }> {
  const part = partsOf(agent).find(each => each.path === path);
  if (part?.kind !== 'json') throw new Error(`${agent} has no entries for ${path}`);
  return part;
}

function fileOf(agent: AgentName, path: string): string {
  const part = partsOf(agent).find(each => each.path === path);
  if (part?.kind !== 'file') throw new Error(`${agent} has no file ${path}`);
  return part.text;
}

function hooksOf(agent: AgentName, path: string): { readonly hooks: unknown } {
  const entries = jsonPart(agent, path).entries.filter(({ at }) => at[0] === 'hooks');
  return objectOf(entries) as { readonly hooks: unknown };
}

/** Entries as the object that they make where nothing else is. */
function objectOf(entries: readonly JsonEntry[]): object {
  const made: Record<string, unknown> = {};
  for (const { at, value, isItem } of entries) {
    let level = made;
    for (const key of at.slice(0, -1)) {
      level[key] ??= {};
      level = level[key] as Record<string, unknown>;
    }
    const last = at.at(-1) ?? '';
    level[last] = isItem ? [...((level[last] as unknown[] | undefined) ?? []), value] : value;
  }
  return made;
}
