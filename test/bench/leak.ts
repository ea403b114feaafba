import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectResident } from '../../clients/cli/resident/connect.js';
import { shop } from '../mcp/shop.js';
import { childOfThis } from './process-time.js';
import { startAsking } from './replay/ask.js';

/**
 * What a server keeps of the calls it answered: `node dist/test/bench/leak.js [calls]` makes so many calls of tools and so many
 * hook questions, each about another text, and prints what the process holds after every tenth of them. A server that leaks
 * grows by the same amount each time.
 */
const calls = Number(process.argv[2] ?? 10_000);
const main = fileURLToPath(new URL('../../clients/cli/bundle/lintel.cjs', import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-leak-')));

try {
  for (const [path, text] of Object.entries(shop)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const words of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'all'],
  ])
    spawnSync('git', words, { cwd: root });
  const asking = await startAsking(root, main);
  const pid = childOfThis();
  const path = 'src/http/new.ts';
  const content = (i: number) =>
    `import { placeOrder } from '../orders';\nexport const a${i} = [placeOrder, ${i}];\nexport function f${i}() {\n  throw new Error('no ${i}');\n}\n`;
  const tools: readonly ((i: number) => readonly [string, Record<string, unknown>])[] = [
    i => ['check_content', { path, content: content(i) }],
    i => ['check_plan', { changes: [{ path, imports: [`import { a${i} } from "../infra/db"`] }] }],
    i => ['get_rules', { path: `src/http/r${i}.ts` }],
    i => ['find_reusable', { from: path, need: `format amount ${i}` }],
    () => ['resolve_import', { from: path, target: 'src/infra/db.ts#save' }],
    () => ['get_failures', { symbol: 'src/orders/place-order.ts#placeOrder', callers: true }],
    () => ['verify_changes', {}],
    i => ['no_such_tool', { i }],
  ];
  await asking.tool('verify_changes', {});
  await report('tool calls', async i => void (await asking.tool(...tools[i % tools.length]!(i))), pid);
  await report(
    'hook questions',
    async i => {
      const engine = await connectResident(root, 60_000);
      if (!engine) throw new Error('nobody hosts the engine');
      await engine.checkEdits({ edits: [{ kind: 'write', path, text: content(i) }] });
      engine.close();
    },
    pid,
  );
  await asking.close();
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.exit(0);

async function report(what: string, call: (i: number) => Promise<void>, pid: string): Promise<void> {
  const held: string[] = [];
  for (let i = 1; i <= calls; i++) {
    await call(i);
    if (i % (calls / 10) === 0) held.push(`${residentMb(pid)}`);
  }
  process.stdout.write(`${calls} ${what}, MB after each tenth: ${held.join(' ')}; open files ${openFiles(pid)}\n`);
}

function residentMb(pid: string): number {
  const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kb) / 1024);
}

function openFiles(pid: string): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
