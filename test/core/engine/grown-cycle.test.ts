import { expect, test } from 'vitest';
import { initialPolicy } from '../../../core/engine/initial-policy.js';
import { updatedBaseline } from '../../../core/engine/updated-baseline.js';
import { openFiles } from '../../harness/check-files.js';

/** A knot of `size` files, each importing the next, with the policy and the baseline that hold it. */
async function knot(size: number) {
  const files = Object.fromEntries(
    Array.from({ length: size }, (_, i) => [
      `src/f${i}.ts`,
      `import { f${(i + 1) % size} } from './f${(i + 1) % size}.js';\nexport const f${i} = () => f${(i + 1) % size};\n`,
    ]),
  );
  const { snapshot } = await openFiles({ 'package.json': '{}', ...files });
  return (await initialPolicy(snapshot)).snapshot;
}

test('a change inside a grandfathered knot of any size passes', async () => {
  const before = await knot(60);
  expect(before.policy.cycles.find(each => each.scope === 'file')?.severity).toBe('error');
  expect(before.findings).toEqual([]);
  const text = `import { f30 } from './f30.js';\n${before.text('src/f3.ts')}export const more = f30;\n`;
  expect((await before.with([{ path: 'src/f3.ts', text }])).findings).toEqual([]);
});

test('a file that joins it does not, and is named; nothing else is said', async () => {
  const before = await knot(60);
  const after = await before.with([
    { path: 'src/joins.ts', text: `import { f7 } from './f7.js';\nexport const joins = () => f7;\n` },
    {
      path: 'src/f3.ts',
      text: `import { joins } from './joins.js';\n${before.text('src/f3.ts')}export const more = joins;\n`,
    },
  ]);
  expect(after.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['arch/cycle', 'error']]);
  const [finding] = after.findings;
  expect(finding?.message).toMatch(
    /^src\/joins\.ts joined a circle that the baseline holds and that may only shrink\./,
  );
  expect(finding?.related[0]).toMatchObject({ path: 'src/joins.ts', range: { start: { line: 1 } } });
  expect(finding?.data?.joined).toEqual(['src/joins.ts']);
  expect(updatedBaseline(after)?.removed).toEqual([]);
});

test('one that leaves is covered, and the update says so', async () => {
  const before = await knot(60);
  const after = await before.with([
    { path: 'src/f3.ts', text: 'export const f3 = () => 1;\n' },
    {
      path: 'src/f2.ts',
      text: `import { f4 } from './f4.js';\nimport { f3 } from './f3.js';\nexport const f2 = () => f3() + Number(f4);\n`,
    },
  ]);
  expect(after.findings).toEqual([]);
  expect(updatedBaseline(after)?.rewritten).toHaveLength(1);
});
