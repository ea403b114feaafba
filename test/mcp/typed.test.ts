import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { fixture } from '../e2e/fixture.js';
import { type AnswerJson, type Connected, connect } from './connect.js';

const service = `import { kept, make } from './store.js';
const store = kept(make());
export function run(id: string): string {
  return id + typeof store;
}
`;

/** Only inference tells what \`store\` is, and so that nobody waits for a promise. */
const floating = service.replace('return id', 'store.save(id);\n  return id');

const repository = fixture({
  'package.json': '{ "name": "typed", "type": "module" }',
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "nodenext" } }',
  'src/store.ts': `export function kept<T>(value: T): T { return value; }
export class MissingError extends Error {}
export const make = () => ({
  async save(id: string): Promise<void> {
    if (id === '') throw new MissingError(id);
    await Promise.resolve();
  },
});
`,
  'src/service.ts': service,
});

let server: Connected;
beforeAll(async () => {
  repository.commit();
  server = await connect(repository);
  // What is not known yet is said until it is.
  for (;;) {
    const { answer } = await server.call('get_failures', { symbol: 'src/service.ts#run' });
    if (answer.coverage === undefined && answer.status === 'ok') break;
    if (answer.status === 'ok') expect(answer.coverage).toEqual(['1 types: not-ready']);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}, 60_000);

const places = ({ findings }: AnswerJson) => findings.map(({ rule, at, message }) => `${rule} ${at} ${message}`);

test('a text is checked with its own types, as the same text on the disk is', async () => {
  const { answer } = await server.call('check_content', { path: 'src/service.ts', content: floating });
  expect(answer.status).toBe('violations');
  expect(answer.coverage).toBeUndefined();
  const hooked = await repository.run(['hook', '--deadline', '30000'], {
    input: JSON.stringify({
      session_id: 's',
      cwd: repository.root,
      hook_event_name: 'PreToolUse',
      tool_name: 'Write',
      tool_input: { file_path: join(repository.root, 'src/service.ts'), content: floating },
    }),
  });
  expect(hooked.out).toContain('async/floating-promise');
  // What was asked about is not what is there.
  const before = await server.call('verify_changes', {});
  expect(before.answer).toMatchObject({ status: 'ok' });
  expect(before.answer.coverage).toBeUndefined();

  repository.write({ 'src/service.ts': floating });
  const written = await repository.check(['--min-severity', 'information']);
  expect(written.brief).toEqual(['async/floating-promise src/service.ts:4']);
  const verified = await server.call('verify_changes', {});
  expect(verified.answer.coverage).toBeUndefined();
  const onDisk = written.findings.map(({ rule, path, range, message }) => {
    return `${rule} ${path}:${range.start.line} ${message}`;
  });
  expect(places(answer)).toEqual(onDisk);
  expect(places(verified.answer)).toEqual(onDisk);
  // Only types tell.
  expect((await repository.check(['--no-types'])).findings).toEqual([]);
});
