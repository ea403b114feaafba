import { describe, expect, test } from 'vitest';
import { type Checked, fixture } from './fixture.js';

/** Nine shapes of a cycle, each in a folder of its own; `one` and `two` are modules. */
const shapes = {
  runtime: {
    'one/a.ts': "import { b } from '../two/b';\nexport const a = () => b;\n",
    'two/b.ts': "import { a } from '../one/a';\nexport const b = () => a;\n",
  },
  typeOnly: {
    'one/a.ts': "import type { B } from '../two/b';\nexport interface A { b: B }\n",
    'two/b.ts': "import type { A } from '../one/a';\nexport interface B { a: A }\n",
  },
  inlineType: {
    'one/a.ts': "import { type B } from '../two/b';\nexport interface A { b: B }\n",
    'two/b.ts': "import { type A } from '../one/a';\nexport interface B { a: A }\n",
  },
  elided: {
    'one/a.ts': "import { B } from '../two/b';\nexport class A { b?: B }\n",
    'two/b.ts': "import { A } from '../one/a';\nexport class B { a?: A }\n",
  },
  barrel: {
    'one/index.ts': "export * from './a';\nexport * from './c';\n",
    'one/a.ts': "import { c } from '.';\nexport const a = () => c;\n",
    'one/c.ts': 'export const c = 1;\n',
  },
  dynamic: {
    'one/a.ts': "import { b } from '../two/b';\nexport const a = () => b;\n",
    'two/b.ts': "export const b = () => import('../one/a');\n",
  },
  self: { 'one/a.ts': "import { a as again } from './a';\nexport const a = () => again;\n" },
  folders: {
    'one/a.ts': "import { d } from '../two/d';\nexport const a = d;\n",
    'one/c.ts': 'export const c = 1;\n',
    'two/b.ts': "import { c } from '../one/c';\nexport const b = c;\n",
    'two/d.ts': 'export const d = 1;\n',
  },
  overlapping: {
    'one/a.ts': "import { b } from './b';\nimport { c } from './c';\nexport const a = () => [b, c];\n",
    'one/b.ts': "import { a } from './a';\nexport const b = () => a;\n",
    'one/c.ts': "import { a } from './a';\nexport const c = () => a;\n",
  },
  importTypeNode: {
    'one/a.ts': "export interface A { b: import('../two/b').B }\n",
    'two/b.ts': "export interface B { a: import('../one/a').A }\n",
  },
};

const files = Object.fromEntries(
  Object.entries(shapes).flatMap(([shape, texts]) =>
    Object.entries(texts).map(([path, text]) => [`src/${shape}/${path}`, text]),
  ),
);
const tsconfig = { 'tsconfig.json': '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }\n' };

const short = (id: unknown) => String(id).replace(/^src\//, '');

/** `scope kind: members` of every cycle, sorted. */
function cyclesOf({ findings }: Checked, scope: string): readonly string[] {
  return findings
    .filter(({ rule, data }) => rule === 'arch/cycle' && data.scope === scope)
    .map(({ data }) => `${data.kind}: ${(data.members as readonly string[]).map(short).join(' ')}`)
    .sort();
}

describe('cycles', () => {
  test('without a policy: eager cycles of files are errors, the others quiet', async () => {
    const report = await fixture({ ...tsconfig, ...files }).check();
    expect(cyclesOf(report, 'file')).toEqual([
      'eager: barrel/one/a.ts barrel/one/index.ts',
      'eager: overlapping/one/a.ts overlapping/one/b.ts overlapping/one/c.ts',
      'eager: runtime/one/a.ts runtime/two/b.ts',
      'eager: self/one/a.ts',
    ]);
    expect(report.exit).toBe(1);
  });

  test('of files, by kind', async () => {
    const policy = JSON.stringify({
      version: 1,
      sources: { include: ['src/**'] },
      modules: [{ id: 'all', path: 'src' }],
      cycles: ['eager', 'deferred', 'type'].map(kind => ({ scope: 'file', kinds: [kind], severity: 'error' })),
    });
    const report = await fixture({ ...tsconfig, ...files, 'architecture.jsonc': policy }).check();
    expect(cyclesOf(report, 'file')).toEqual([
      'deferred: dynamic/one/a.ts dynamic/two/b.ts',
      'eager: barrel/one/a.ts barrel/one/index.ts',
      'eager: overlapping/one/a.ts overlapping/one/b.ts overlapping/one/c.ts',
      'eager: runtime/one/a.ts runtime/two/b.ts',
      'eager: self/one/a.ts',
      'type: elided/one/a.ts elided/two/b.ts',
      'type: importTypeNode/one/a.ts importTypeNode/two/b.ts',
      'type: inlineType/one/a.ts inlineType/two/b.ts',
      'type: typeOnly/one/a.ts typeOnly/two/b.ts',
    ]);
    expect(report.findings.every(({ rule }) => rule === 'arch/cycle')).toBe(true);
  });

  test('of modules, by kind; what happens inside one is none', async () => {
    const policy = JSON.stringify({
      version: 1,
      sources: { include: ['src/**'] },
      modules: [{ id: '{shape}/{part}', path: 'src/{shape}/{part}', dependsOn: ['*'] }],
      cycles: [{ scope: 'module', kinds: ['value', 'type'], severity: 'error' }],
    });
    const report = await fixture({ ...tsconfig, ...files, 'architecture.jsonc': policy }).check();
    expect(cyclesOf(report, 'module')).toEqual([
      'deferred: dynamic/one dynamic/two',
      'eager: folders/one folders/two',
      'eager: runtime/one runtime/two',
      'type: elided/one elided/two',
      'type: importTypeNode/one importTypeNode/two',
      'type: inlineType/one inlineType/two',
      'type: typeOnly/one typeOnly/two',
    ]);
    expect(cyclesOf(report, 'file')).toEqual([]);
  });

  test('of packages, each shape a pair of packages that import each other by name', async () => {
    const packages = Object.fromEntries(
      Object.entries(shapes).flatMap(([shape, texts]) => {
        const parts = [...new Set(Object.keys(texts).map(path => path.split('/')[0] ?? ''))];
        const manifests = parts.map(part => {
          const dependencies = Object.fromEntries(parts.map(other => [`@${shape.toLowerCase()}/${other}`, '*']));
          const exports = { './*': './*.ts' };
          return [
            `packages/${shape}-${part}/package.json`,
            JSON.stringify({ name: `@${shape.toLowerCase()}/${part}`, exports, dependencies }),
          ] as const;
        });
        const sources = Object.entries(texts).map(([path, text]) => [
          `packages/${shape}-${path}`,
          text.replace(/'\.\.\/(one|two)\/(\w)'/g, `'@${shape.toLowerCase()}/$1/$2'`),
        ]);
        return [...manifests, ...sources];
      }),
    );
    const policy = JSON.stringify({
      version: 1,
      sources: { include: ['packages/**'] },
      modules: [{ id: 'all', path: 'packages' }],
      cycles: [{ scope: 'package', kinds: ['value', 'type'], severity: 'error' }],
    });
    const report = await fixture({
      ...tsconfig,
      ...packages,
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }\n',
      'architecture.jsonc': policy,
    }).check();
    expect(cyclesOf(report, 'package')).toEqual([
      'deferred: @dynamic/one @dynamic/two',
      'eager: @folders/one @folders/two',
      'eager: @runtime/one @runtime/two',
      'type: @elided/one @elided/two',
      'type: @importtypenode/one @importtypenode/two',
      'type: @inlinetype/one @inlinetype/two',
      'type: @typeonly/one @typeonly/two',
    ]);
    expect(report.findings.filter(({ rule }) => rule !== 'arch/cycle')).toEqual([]);
  });
});
