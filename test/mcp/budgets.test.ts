import { beforeAll, describe, expect, test } from 'vitest';
import { generateRepository } from '../bench/generated-repository.js';
import { fixture } from '../e2e/fixture.js';
import { type Connected, connect } from './connect.js';
import { shop } from './shop.js';
import { tokensOf } from './tokens.js';

const repository = fixture(shop);
let server: Connected;
beforeAll(async () => {
  server = await connect(repository);
});

describe('what a client pays for being connected', () => {
  test('definitions of all tools take at most 2,000 tokens without output schemas', async () => {
    const { tools } = await server.client.listTools();
    const bare = tools.map(({ outputSchema: _, ...tool }) => tool);
    expect(tools).toHaveLength(10);
    expect(tokensOf(bare)).toBeLessThanOrEqual(2_000);
    for (const tool of tools) {
      expect(tool.outputSchema, tool.name).toMatchObject({ type: 'object' });
      expect(tool.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  test('seven tools are offered without --tools all', async () => {
    const plain = await connect(repository, []);
    const { tools } = await plain.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'get_rules',
      'check_plan',
      'check_content',
      'verify_changes',
      'find_reusable',
      'resolve_import',
      'get_failures',
    ]);
  });

  test('instructions take at most 60 tokens', () => {
    expect(tokensOf(server.client.getInstructions() ?? '')).toBeGreaterThan(20);
    expect(tokensOf(server.client.getInstructions() ?? '')).toBeLessThanOrEqual(60);
  });
});

describe('what an answer costs', () => {
  test('a clean one at most 20 tokens', async () => {
    const { text } = await server.call('check_plan', {
      changes: [{ path: 'src/http/new.ts', imports: ['import { placeOrder } from "../orders"'] }],
    });
    expect(tokensOf(text)).toBeLessThanOrEqual(20);
  });

  test('a violation at most 80', async () => {
    const imports = [
      'import { placeOrder } from "../orders/place-order"',
      'import { secret } from "../orders/secret"',
      'import { save } from "../infra"',
      'import { drop } from "../infra/db"',
    ];
    const { answer } = await server.call('check_plan', { changes: [{ path: 'src/http/new.ts', imports }] });
    expect(answer.findings).toHaveLength(4);
    for (const finding of answer.findings) expect(tokensOf(finding), finding.message).toBeLessThanOrEqual(80);
  });
});

describe('on a large repository', () => {
  const large = fixture();
  let connected: Connected;
  beforeAll(async () => {
    generateRepository(large.root, 2_000);
    large.commit();
    connected = await connect(large);
  }, 120_000);

  test('no answer has more than 8,000 bytes', async () => {
    // `call` refuses longer ones and such whose text is not their structure.
    const imports = Array.from({ length: 100 }, (_, i) => `import { nothing${i} } from "../m1/f${i % 50}"`);
    const changes = Array.from({ length: 20 }, (_, i) => ({ path: `src/m30/new${i}.ts`, imports }));
    const plan = await connected.call('check_plan', { changes });
    expect(plan.answer.status).toBe('violations');
    expect(plan.answer.omitted).toMatchObject({ findings: expect.any(Number) });
    const removed = await connected.call('check_plan', { changes: [{ path: 'src/m0', delete: true }] });
    expect(removed.answer.findings.length).toBeGreaterThan(5);
    for (const [name, input] of [
      ['get_rules', { path: 'src/m0', detail: true }],
      ['get_rules', { path: '', detail: true }],
      ['get_rules', { path: 'src', detail: true }],
      ['find_reusable', { need: 'work input shape', from: 'src/m30/new.ts', limit: 10 }],
      ['get_impact', { target: 'src/m0', detail: true, limit: 100 }],
      ['get_impact', { target: 'src/m0/f0.ts#value0', detail: true, limit: 100 }],
      ['explain_rule', { rule: 'arch/cycle' }],
    ] as const) {
      await connected.call(name, input);
    }
  }, 120_000);

  test('pages follow one another to the end and are void after a change', async () => {
    for (let i = 0; i < 40; i++) {
      large.write({ [`src/m5/broken${i}.ts`]: 'import { nothing } from "./nowhere";\nexport const x = nothing;\n' });
    }
    const seen = new Set<string>();
    let cursor: string | undefined;
    for (let pages = 0; pages < 20; pages++) {
      const { answer } = await connected.call('verify_changes', { ...(cursor !== undefined && { cursor }) });
      expect(answer.base).toMatch(/^HEAD [0-9a-f]{7}$/);
      for (const { id } of answer.findings) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
      cursor = answer.next_cursor as string | undefined;
      if (cursor === undefined) break;
    }
    expect(seen.size).toBe(40);
    const { answer } = await connected.call('verify_changes', { limit: 5 });
    large.remove('src/m5/broken0.ts');
    const late = await connected.call('verify_changes', { cursor: answer.next_cursor });
    expect(late.isError).toBe(true);
    expect(late.answer.reason).toContain('call again without cursor');
  }, 120_000);
});
