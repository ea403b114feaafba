import { beforeAll, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { openFiles } from '../../harness/check-files.js';

const prelude = `export declare function put(key: string): Promise<void>;
declare function tell(text: string): void;
`;

/** One function of each shape with `COMMENT` where a reason is written. */
const shapes: Record<string, { readonly rule: string; readonly text: string }> = {
  handler: {
    rule: 'failure/swallowed-exception',
    text: 'export async function a(): Promise<void> {\n  try { await fetch("/a"); } catch {\n    // COMMENT\n  }\n}',
  },
  'the line above': {
    rule: 'remote/unchecked-http-status',
    text: 'export async function a(): Promise<unknown> {\n  const res = await fetch("/a");\n  // COMMENT\n  return await res.json();\n}',
  },
  'the same line': {
    rule: 'remote/unchecked-http-status',
    text: 'export async function a(): Promise<unknown> {\n  const res = await fetch("/a");\n  return await res.json(); // COMMENT\n}',
  },
};

async function at(files: Record<string, string>): Promise<Snapshot> {
  return (await openFiles(files)).snapshot;
}

const told = ({ findings }: Snapshot) =>
  findings.filter(each => each.path === 'src/a.ts').map(({ rule, severity }) => [rule, severity]);

describe.each(Object.entries(shapes))('a reason in %s', (_, { rule, text }) => {
  const with_ = (comment: string) => at({ 'src/a.ts': prelude + text.replace('COMMENT', comment) });

  test('silences and is listed', async () => {
    const snapshot = await with_('expected upstream: the answer is only a hint');
    expect(told(snapshot).filter(([each]) => each === rule)).toEqual([]);
    expect(snapshot.run().coverage.expected).toEqual([
      {
        rule,
        path: 'src/a.ts',
        line: expect.any(Number),
        symbol: 'a',
        class: 'upstream',
        reason: 'the answer is only a hint',
      },
    ]);
  });

  test.each(['expected upsteam: the answer is only a hint', 'expected upstream: hint', 'upstream'])(
    '"%s" is no reason',
    async comment => {
      const snapshot = await with_(comment);
      expect(told(snapshot).map(([each]) => each)).toContain(rule);
      expect(snapshot.run().coverage.expected).toEqual([]);
    },
  );
});

describe('in the documentation of a function', () => {
  let snapshot: Snapshot;
  beforeAll(async () => {
    const text = shapes['the line above']!.text.replace('  // COMMENT\n', '');
    snapshot = await at({
      'src/a.ts': `${prelude}/** Asks.\n * @expected upstream the answer is only a hint */\n${text}\n${text.replace('a()', 'b()')}`,
    });
  });
  test('it holds for that function alone', () => {
    expect(
      snapshot.findings.filter(each => each.rule === 'remote/unchecked-http-status').map(each => each.symbol),
    ).toEqual(['b']);
    expect(snapshot.run().coverage.expected.map(each => [each.symbol, each.line])).toEqual([['a', 3]]);
  });
});

test('an ordinary comment in the handler lowers by one step only', async () => {
  const { text, rule } = shapes.handler!;
  const severities = async (comment: string) =>
    told(await at({ 'src/a.ts': prelude + text.replace('COMMENT', comment) })).filter(([each]) => each === rule);
  expect(await severities('it')).toEqual([[rule, 'information']]);
  expect(await severities('nobody needs to know about this')).toEqual([[rule, 'hint']]);
  expect(await severities('TODO say here why nothing is done')).toEqual([[rule, 'information']]);
});
