import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { fixture, main } from '../e2e/fixture.js';
import { shop } from '../mcp/shop.js';
import { inspector, mcporter } from './clients.js';

const planned = {
  changes: [{ path: 'src/http/keep.ts', imports: ["import { placeOrder } from '../orders/place-order'"] }],
};

function run(program: string, args: readonly string[]) {
  const repo = fixture(shop);
  const env = { ...process.env, XDG_CACHE_HOME: repo.cache };
  return spawnSync(program, args, { cwd: repo.root, env, encoding: 'utf8', timeout: 100_000 });
}

describe.skipIf(mcporter.program === undefined)(mcporter.package, () => {
  test('lists the tools with their inputs and is told the permitted import', () => {
    const server = ['--stdio', `${process.execPath} ${main} mcp`, '--name', 'lintel'];
    const listed = run(mcporter.program ?? '', ['list', ...server, '--schema']);
    expect(listed.stdout).toContain('function check_plan(');
    const called = run(mcporter.program ?? '', ['call', ...server, 'check_plan', '--args', JSON.stringify(planned)]);
    const answer = JSON.parse(called.stdout) as { status: string; findings: readonly { fix?: string }[] };
    expect(answer.status).toBe('violations');
    expect(answer.findings[0]?.fix).toBe('import { placeOrder } from "../orders";');
  });
});

describe.skipIf(inspector.program === undefined)(inspector.package, () => {
  test('finds nothing that some client could not take (--cli --strict)', () => {
    const server = ['--cli', process.execPath, main, 'mcp', '--tools', 'all', '--stdio'];
    const { status, stdout, stderr } = run(inspector.program ?? '', [...server, '--method', 'tools/list', '--strict']);
    expect(status, stderr).toBe(0);
    expect((JSON.parse(stdout) as { tools: readonly unknown[] }).tools).toHaveLength(10);
  });
});
