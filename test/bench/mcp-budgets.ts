import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { tokensOf } from '../mcp/tokens.js';
import { generateRepository } from './generated-repository.js';

/**
 * What the MCP server costs in tokens (o200k), bytes and milliseconds: `node dist/test/bench/mcp-budgets.js [files]`.
 * Each call is made once cold and then `rounds` times; no model is in the loop.
 */
const files = Number(process.argv[2] ?? 7_000);
const rounds = 9;
const main = fileURLToPath(new URL('../../clients/cli/bundle/lintel.cjs', import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-mcp-bench-')));

const calls: readonly (readonly [string, string, Record<string, unknown>])[] = [
  ['get_rules', 'a folder', { path: 'src/m30' }],
  ['check_plan', 'clean', { changes: [{ path: 'src/m30/new.ts', imports: ['import { value1 } from "./f1"'] }] }],
  ['check_plan', 'one finding', { changes: [{ path: 'src/m30/new.ts', imports: ['import { nothing } from "./f1"'] }] }],
  ['check_content', 'clean', { path: 'src/m30/new.ts', content: 'import { value1 } from "./f1";\nvoid value1;\n' }],
  ['resolve_import', 'a name of a file', { from: 'src/m30/new.ts', target: 'src/m0/f0.ts#value0' }],
  ['find_reusable', 'five hits', { from: 'src/m30/new.ts', need: 'work on a shape' }],
  ['get_failures', 'one function', { symbol: 'src/m0/f0.ts#work0' }],
  ['get_impact', 'a module that all use', { target: 'src/m0' }],
];

try {
  generateRepository(root, files);
  const client = new Client({ name: 'bench', version: '1' });
  const from = performance.now();
  const args = [main, 'mcp', '--tools', 'all', '--root', root, '--no-cache'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' }));
  print('greeting answered after', `${ms(performance.now() - from)}`);
  const { tools } = await client.listTools();
  const bare = tools.map(({ outputSchema: _, ...tool }) => tool);
  print('instructions', `${tokensOf(client.getInstructions() ?? '')} tokens`);
  print('ten tools', `${tokensOf(bare)} tokens, ${tokensOf(tools)} with output schemas`);
  print('seven tools', `${tokensOf(bare.slice(0, 7))} tokens, ${tokensOf(tools.slice(0, 7))} with output schemas`);
  await client.callTool({ name: 'get_rules', arguments: { path: 'src' } }, undefined, { timeout: 300_000 });
  print(`first answer on ${files} files`, `${ms(performance.now() - from)} after the start, without cache`);
  for (const [name, what, input] of calls) {
    const times: number[] = [];
    let text = '';
    for (let i = 0; i <= rounds; i++) {
      const start = performance.now();
      const { content } = await client.callTool({ name, arguments: input }, undefined, { timeout: 300_000 });
      times.push(performance.now() - start);
      text = (content as { text: string }[])[0]?.text ?? '';
    }
    const [first = 0, ...warm] = times;
    warm.sort((a, b) => a - b);
    const figures = `first ${ms(first)}, median ${ms(warm[rounds >> 1] ?? 0)}, worst ${ms(warm.at(-1) ?? 0)}`;
    print(`${name}, ${what}`, `${tokensOf(text)} tokens, ${Buffer.byteLength(text)} bytes, ${figures}`);
  }
  await client.close();
} finally {
  rmSync(root, { recursive: true, force: true });
}

function ms(time: number): string {
  return `${Math.round(time)} ms`;
}

function print(what: string, figures: string): void {
  process.stdout.write(`${what}: ${figures}\n`);
}
