import { expect, test } from 'vitest';
import { openFiles } from '../../harness/check-files.js';

const risky = (name: string) => `export async function ${name}(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    throw new Error('That did not work');
  }
}
`;

const files = {
  'package.json': '{ "name": "shop" }',
  ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`src/f${i}.ts`, risky(`load${i}`)])),
  'src/deep.ts': "import { nothing } from './f1';\nexport const x = nothing;\n",
};

const open = () => openFiles(files);
const rulesOf = (findings: readonly { readonly rule: string }[]) => [...new Set(findings.map(({ rule }) => rule))];

test('what imports break is told without contracts, also of proposed text', async () => {
  const workspace = await open();
  const { snapshot } = workspace;
  expect(rulesOf(snapshot.architecture.findings)).toEqual(['arch/missing-export']);
  const proposed = await snapshot.architecture.with([
    { path: 'src/new.ts', text: `import './none';\n${risky('more')}` },
  ]);
  expect(rulesOf(proposed.findings)).toEqual(['arch/missing-export', 'arch/unresolved-import']);
  expect(proposed.run().findings).toHaveLength(2);
  expect(snapshot.hasContracts).toBe(false);
  expect(rulesOf(snapshot.findings)).toEqual(['arch/missing-export', 'error-value/lost-cause']);
  expect(snapshot.hasContracts).toBe(true);
  expect(rulesOf(snapshot.architecture.findings)).toEqual(['arch/missing-export']);
  await workspace.close();
});

test('contracts that are made step by step are those that are made at once; what follows goes on from there', async () => {
  const workspace = await open();
  const before = workspace.snapshot;
  let steps = 0;
  let followed: typeof before | undefined;
  await before.prepareContracts(() => {
    steps++;
    if (steps !== 10) return undefined;
    return workspace.apply([{ path: 'src/f3.ts', text: risky('other') }]).then(snapshot => {
      followed = snapshot;
      expect(snapshot.hasContracts).toBe(false);
      return true;
    });
  });
  expect(steps).toBeGreaterThan(60);
  expect(before.hasContracts && followed?.hasContracts).toBe(true);
  const fresh = await openFiles({ ...files, 'src/f3.ts': risky('other') });
  expect(followed?.findings).toEqual(fresh.snapshot.findings);
  await workspace.close();
  await fresh.close();
});

test('who asks while they are made has the rest at once; a pause may end it', async () => {
  const workspace = await open();
  const { snapshot } = workspace;
  let steps = 0;
  await snapshot.prepareContracts(() => (++steps === 5 ? Promise.resolve(false) : undefined));
  expect(steps).toBe(5);
  expect(snapshot.hasContracts).toBe(false);
  await snapshot.prepareContracts(() => {
    if (steps++ === 5) expect(snapshot.findings).toHaveLength(31);
    return undefined;
  });
  expect(snapshot.hasContracts).toBe(true);
  await workspace.close();
});
