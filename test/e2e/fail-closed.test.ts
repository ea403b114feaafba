import { describe, expect, test } from 'vitest';
import { fixture } from './fixture.js';

/** A policy with nothing wrong: one thing at a time is broken in it. */
const lines = [
  '{',
  '  "version": 1,',
  '  "sources": { "include": ["src/**"] },',
  '  "layers": { "main": { "order": ["top", "bottom"] } },',
  '  "modules": [',
  '    { "id": "http", "path": "src/http", "layer": "top", "tags": ["kind:edge"], "dependsOn": ["orders"] },',
  '    { "id": "orders", "path": "src/orders", "layer": "bottom", "owner": "@acme/orders", "entryPoints": ["index.ts"], "dependsOn": [] }',
  '  ],',
  '  "external": { "groups": { "vendor:http": ["fastify"] } },',
  '  "rules": [{ "id": "r", "type": "forbidden", "from": "orders", "to": "http" }],',
  '  "exceptions": []',
  '}',
];
const sources = {
  'package.json': '{ "name": "shop", "dependencies": { "fastify": "5" } }\n',
  'tsconfig.json': '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }\n',
  'src/http/a.ts': "import 'fastify';\nimport { order } from '../orders';\nexport const a = order;\n",
  'src/orders/index.ts': 'export const order = 1;\n',
};

type Mistake = readonly [what: string, line: number, from: string, to: string, rule: string, message: RegExp];

const exception = (rest: string) =>
  `"exceptions": [{ "id": "E", "rule": "arch/deep-import", "from": "src/http/a.ts", "to": "orders", "reason": "r", "issue": "I-1", "requestedBy": "a", "approvedBy": "@acme/orders", "approvedOn": "2020-01-01", ${rest} }]`;

// biome-ignore format: a table
const unusable: readonly Mistake[] = [
  ['a missing comma',             3, '},', '}',                                  'config/syntax',        /,|comma/],
  ['an unknown key',              5, '"modules"', '"moduls"',                    'config/unknown-key',   /modules/],
  ['an unknown key of a module',  6, '"dependsOn"', '"dependOn"',                'config/unknown-key',   /dependsOn/],
  ['a wrong type',                6, '["orders"]', '{}',                         'config/invalid-value', /./],
  ['an unknown word',            10, '"forbidden"', '"forbiden"',                'config/invalid-value', /forbidden/],
  ['a newer version',             2, '1', '99',                                  'config/invalid-value', /version|99/],
  ['a duplicate id',              7, '"id": "orders"', '"id": "http"',           'config/conflict',      /http/],
  ['equal paths',                 7, '"path": "src/orders"', '"path": "src/http"', 'config/conflict',    /src\/http/],
];

// biome-ignore format: a table
const usable: readonly Mistake[] = [
  ['a module that is not there',     6, '"dependsOn": ["orders"]', '"dependsOn": ["order"]',  'arch/vacuous-rule', /order.*orders/],
  ['an interface that is not there', 6, '"dependsOn": ["orders"]', '"dependsOn": ["orders", "orders::jobs"]', 'arch/vacuous-rule', /jobs/],
  ['a tag that is not there',       10, '"to": "http"', '"to": "tag:kind:egde"',              'arch/vacuous-rule', /kind:edge/],
  ['a layer that is not there',      6, '"layer": "top"', '"layer": "tpo"',                   'arch/vacuous-rule', /top/],
  ['a module path without files',    7, '"path": "src/orders"', '"path": "src/order"',        'arch/vacuous-rule', /src\/order/],
  ['an include without files',       3, '["src/**"]', '["src/**", "lib/**"]',                 'arch/vacuous-rule', /lib/],
  ['a group that is not used',      10, '"to": "http"', '"to": "external:vendor:htp"',        'arch/vacuous-rule', /vendor:htt?p/],
  ['a rule for an unknown module',  10, '"from": "orders"', '"from": "ordres"',               'arch/vacuous-rule', /orders/],
  ['an entry point that is gone',    7, '"index.ts"', '"main.ts"',                            'arch/vacuous-rule', /main\.ts/],
  ['a stale exception',             11, '"exceptions": []', exception('"expires": "2999-01-01"'), 'arch/stale-exception', /E/],
  ['an expired exception',          11, '"exceptions": []', exception('"expires": "2020-02-01"'), 'arch/expired-exception', /E/],
];

function broken(line: number, from: string, to: string): string {
  const text = lines[line - 1] ?? '';
  if (!text.includes(from)) throw new Error(`line ${line} has no ${from}`);
  return `${lines.with(line - 1, text.replace(from, to)).join('\n')}\n`;
}

describe('a mistake in the policy', () => {
  test('control: without one all is well', async () => {
    const report = await fixture({ ...sources, 'architecture.jsonc': lines.join('\n') }).check();
    expect([report.brief, report.exit, report.status]).toEqual([[], 0, 'ok']);
  });

  test.concurrent.each(unusable)(
    '%s makes it unusable: status 2, and says where',
    async (_, line, from, to, rule, message) => {
      const repository = fixture({ ...sources, 'architecture.jsonc': broken(line, from, to) });
      const report = await repository.check();
      expect([report.exit, report.status]).toEqual([2, 'not_checked']);
      expect(report.reason).toMatch(/[.?]$/);
      const found = report.findings.filter(finding => finding.rule === rule);
      expect(
        found.map(({ path }) => path),
        JSON.stringify(report.brief),
      ).toContain('architecture.jsonc');
      // A missing comma shows at the next token.
      const at = rule === 'config/syntax' ? line + 1 : line;
      expect(found.map(({ range }) => range.start.line)).toContain(at);
      expect(found.map(finding => finding.message).join('\n')).toMatch(message);
      const pretty = await repository.run(['check']);
      expect(pretty.status).toBe(2);
      expect(`${pretty.out}${pretty.err}`).toContain(rule);
      expect(pretty.out).not.toMatch(/no findings|0 findings|\bok\b/i);
    },
  );

  test.concurrent.each(usable)('%s is an error: status 1, and says where', async (_, line, from, to, rule, message) => {
    const repository = fixture({ ...sources, 'architecture.jsonc': broken(line, from, to) });
    const report = await repository.check();
    expect([report.exit, report.status], JSON.stringify(report.findings)).toEqual([1, 'violations']);
    const found = report.findings.filter(finding => finding.rule === rule && finding.range.start.line === line);
    expect(
      found.map(({ path }) => path),
      JSON.stringify(report.findings),
    ).toContain('architecture.jsonc');
    expect(found.map(finding => finding.message).join('\n')).toMatch(message);
    expect(found.every(({ severity }) => severity === 'error')).toBe(true);
  });

  test.concurrent.each([
    [
      'an unresolved alias',
      { 'src/http/a.ts': "import 'fastify';\nimport { order } from '~/orders';\nexport const a = order;\n" },
      'arch/unresolved-import src/http/a.ts:2',
    ],
    [
      'a missing extended tsconfig',
      { 'tsconfig.json': '{\n  "extends": "./tsconfig.gone.json"\n}\n' },
      /tsconfig\.json:\d$/,
    ],
    [
      'a missing referenced tsconfig',
      { 'tsconfig.json': '{\n  "files": [],\n  "references": [{ "path": "./gone" }]\n}\n' },
      /tsconfig\.json:\d$/,
    ],
    ['a broken tsconfig', { 'tsconfig.json': '{\n  "compilerOptions": {,\n}\n' }, /tsconfig\.json:\d$/],
    ['an unassigned file', { 'src/new/a.ts': 'export {};\n' }, 'arch/unassigned-file src/new/a.ts:1'],
    ['a broken package.json', { 'package.json': '{\n  "name": \n}\n' }, /package\.json:[123]$/],
  ])('around it: %s', async (_, more, expected) => {
    const report = await fixture({ ...sources, 'architecture.jsonc': lines.join('\n'), ...more }).check();
    expect([report.exit, report.status], JSON.stringify(report)).toEqual([1, 'violations']);
    if (typeof expected === 'string') expect(report.brief).toContain(expected);
    else
      expect(
        report.brief.some(brief => expected.test(brief)),
        report.brief.join('\n'),
      ).toBe(true);
  });
});
