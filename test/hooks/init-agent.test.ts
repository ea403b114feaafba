import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentNames } from '../../clients/cli/agents/agents.js';
import { type Fixture, fixture } from '../e2e/fixture.js';

/** Every file below the root with its text. */
function texts(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (folder: string) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) walk(path);
      else found[relative(root, path)] = readFileSync(path, 'utf8');
    }
  };
  walk(root);
  return found;
}

const own = { 'package.json': '{ "name": "shop" }\n' };

/** What people have in these files, in the ways that people write them. */
const shared: Readonly<Record<string, string>> = {
  '.mcp.json': '{\n\t"mcpServers": {\n\t\t"other": { "command": "other", "env": { "TOKEN": "x" } }\n\t}\n}\n',
  '.claude/settings.json':
    '{\n  // ours\n  "permissions": { "allow": ["Bash(ls:*)"] },\n  "hooks": { "PreToolUse": [{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "guard" }] }] },\n}\n',
  '.cursor/mcp.json': '{}',
  '.cursor/hooks.json': '{ "version": 1, "hooks": { "stop": [ { "command": "say done" } ] } }',
  '.codex/config.toml': 'model = "gpt-6"\n\n[mcp_servers.other]\ncommand = "other"',
  '.codex/hooks.json': '{\r\n  "hooks": {}\r\n}\r\n',
  'AGENTS.md': '# Agents\n\nBe kind.',
  'GEMINI.md': '# Gemini\r\n\r\nBe kind.\r\n',
  '.gemini/settings.json': '{"ui":{"theme":"dark"},"mcpServers":{}}',
  '.github/mcp.json': '{ "mcpServers": {\n} }\n',
  'opencode.jsonc': '{\n  // a comment at the end\n  "model": "x" // like this\n}\n',
};

const run = async (repo: Fixture, ...args: string[]) => {
  const { status, out, err } = await repo.run(['init', ...args]);
  return { status, out, err };
};

describe.each(agentNames)('init --agent %s', agent => {
  test('writes, is idempotent, and takes itself out again without a trace', async () => {
    const repo = fixture(own);
    const dry = await run(repo, '--agent', agent, '--dry-run');
    expect([dry.status, texts(repo.root)]).toEqual([0, own]);
    expect((await run(repo, '--agent', agent)).status).toBe(0);
    const first = texts(repo.root);
    expect(Object.keys(first).length).toBeGreaterThan(2);
    for (const [path, text] of Object.entries(first)) if (path !== 'package.json') expect(dry.out).toContain(text);
    for (const [path, text] of Object.entries(first)) if (path.endsWith('.json')) JSON.parse(text);
    expect((await run(repo, '--agent', agent)).out).toContain('set up already');
    expect(texts(repo.root)).toEqual(first);
    await run(repo, '--agent', agent, '--remove');
    expect(texts(repo.root)).toEqual(own);
    expect(readdirSync(repo.root)).toEqual(['package.json']);
  });

  test('merges with what is there and gives it back byte by byte', async () => {
    const repo = fixture({ ...own, ...shared });
    await run(repo, '--agent', agent);
    const merged = texts(repo.root);
    expect(merged).not.toEqual({ ...own, ...shared });
    if (agent === 'claude-code') {
      expect(merged['.claude/settings.json']).toContain('// ours');
      expect(merged['.claude/settings.json']).toContain('"guard"');
      expect(merged['.mcp.json']).toContain('"TOKEN": "x"');
    }
    await run(repo, '--agent', agent);
    expect(texts(repo.root)).toEqual(merged);
    await run(repo, '--agent', agent, '--remove');
    expect(texts(repo.root)).toEqual({ ...own, ...shared });
  });

  test('without the note of what it wrote, and after others wrote too, only what is its own goes', async () => {
    const repo = fixture({ ...own, ...shared });
    await run(repo, '--agent', agent);
    rmSync(repo.cache, { recursive: true });
    await run(repo, '--agent', agent, '--remove');
    const left = texts(repo.root);
    expect(JSON.stringify(left)).not.toContain('lintel');
    for (const word of ['"other"', 'guard', 'say done', 'Be kind.', 'theme', 'like this'])
      expect(JSON.stringify(left)).toContain(JSON.stringify(word).slice(1, -1));
  });
});

test('two agents share one block; it stays until the last of them goes', async () => {
  const repo = fixture({ ...own, 'AGENTS.md': shared['AGENTS.md'] ?? '' });
  await run(repo, '--agent', 'codex');
  await run(repo, '--agent', 'opencode');
  expect(repo.read('AGENTS.md').match(/lintel: begin/g)).toHaveLength(1);
  await run(repo, '--agent', 'codex', '--remove');
  expect(repo.read('AGENTS.md')).toContain('get_rules');
  await run(repo, '--agent', 'opencode', '--remove');
  expect(repo.read('AGENTS.md')).not.toContain('lintel');
});

test.each([
  ['.mcp.json', '{ "mcpServers": '],
  ['.mcp.json', '[]'],
  ['.claude/settings.json', '{ "hooks": { "PreToolUse": {} } }'],
])('%s that holds %s is an error that names it, and nothing is written', async (path, text) => {
  const repo = fixture({ ...own, [path]: text });
  const { status, err } = await run(repo, '--agent', 'claude-code');
  expect([status, err]).toEqual([2, expect.stringContaining(path)]);
  expect(texts(repo.root)).toEqual({ ...own, [path]: text });
});

test.each([
  ['claude-code', '.mcp.json', '{ "mcpServers": null }', 'mcpServers is null, not an object'],
  ['claude-code', '.claude/settings.json', '{ "hooks": [] }', 'hooks is a list, not an object'],
  ['claude-code', '.mcp.json', '{ "mcpServers": { "lintel": { "command": "mine" } } }', 'mcpServers.lintel is there'],
  ['claude-code', '.mcp.json', '{ "mcpServers": {}, "mcpServers": { "other": {} } }', 'mcpServers is there twice'],
  ['cursor', '.cursor/hooks.json', '{ "hooks": { "stop": [], "stop": [1] } }', 'hooks.stop is there twice'],
  ['codex', '.codex/config.toml', "model = \"x\"\nnotes = '''\nnever closed\n", 'config.toml:2 is no TOML'],
  ['codex', '.codex/config.toml', '[mcp_servers.other\ncommand = "x"\n', 'config.toml:1 is no TOML'],
  ['codex', '.codex/config.toml', 'args = ["a",\n  "b"\n', 'config.toml:1 is no TOML'],
  ['cursor', '.cursor/hooks.json', '{ "hooks": { "stop": "no" } }', 'hooks.stop is a string, not a list'],
  ['copilot', '.github/hooks/lintel.json', '{ "mine": 1 }', 'holds something else'],
  ['codex', '.codex/config.toml', '[mcp_servers]\nlintel = { command = "mine" }\n', 'mcp_servers.lintel already'],
  ['codex', '.codex/config.toml', 'mcp_servers.lintel.command = "mine"\n', 'mcp_servers.lintel already'],
])('%s: what somebody else has in %s (%s) is named, kept, and survives --remove', async (agent, path, text, why) => {
  const repo = fixture({ ...own, [path]: text });
  const { status, err } = await run(repo, '--agent', agent);
  expect([status, err]).toEqual([2, expect.stringContaining(why)]);
  expect(err).toContain(path);
  expect(texts(repo.root)).toEqual({ ...own, [path]: text });
  await run(repo, '--agent', agent, '--remove');
  expect(texts(repo.root)).toEqual({ ...own, [path]: text });
});

test('a byte order mark stays, and what was turned off stays off', async () => {
  const given = { ...own, '.cursor/mcp.json': '\uFEFF{ "mcpServers": {} }\r\n', 'opencode.json': '{ "lsp": false }\n' };
  const repo = fixture(given);
  await run(repo, '--agent', 'cursor');
  await run(repo, '--agent', 'opencode');
  expect(repo.read('.cursor/mcp.json')).toMatch(/^\uFEFF\{[\s\S]*"lintel"/);
  expect(JSON.parse(repo.read('opencode.json'))).toMatchObject({ lsp: false, mcp: { lintel: {} } });
  await run(repo, '--agent', 'opencode', '--remove');
  await run(repo, '--agent', 'cursor', '--remove');
  expect(texts(repo.root)).toEqual(given);
});

test('wrong usage names the right word', async () => {
  const repo = fixture(own);
  expect((await run(repo, '--agent', 'claude')).err).toContain('claude-code');
  expect((await run(repo, '--remove')).err).toContain('--agent');
  expect(existsSync(join(repo.root, 'architecture.jsonc'))).toBe(false);
});

test('a package in the workspace is called by node, from where the client stands', async () => {
  const repo = fixture({ ...own, 'node_modules/lintel/dist/clients/cli/bundle/lintel.cjs': '' });
  await run(repo, '--agent', 'claude-code');
  expect(repo.read('.mcp.json')).toContain('node_modules/lintel/dist/clients/cli/bundle/lintel.cjs');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code's own variable
  expect(repo.read('.claude/settings.json')).toContain('${CLAUDE_PROJECT_DIR}/node_modules/lintel/dist');
});
