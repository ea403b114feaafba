import { describe, expect, it } from 'vitest';
import { bindPolicy } from '../../../core/policy/bind.js';
import { loadPolicy } from '../../../core/policy/load.js';
import { exampleFiles, exampleText, loadExample } from './example.js';
import { shown } from './policy-fixtures.js';

const knownRules = ['arch/dependency-not-allowed', 'arch/cycle', 'failure/log-and-continue', 'remote/no-timeout'];

describe('the complete example', () => {
  it('has no problem of form and none against a repository that it describes', () => {
    const loaded = loadExample();
    expect(loaded.problems).toEqual([]);
    const policy = bindPolicy(loaded, exampleFiles, { knownRules });
    expect(policy.problems).toEqual([]);
    expect(policy).toMatchObject({ usable: true, declared: true, inactiveSections: ['apiReports', 'leakedTypes'] });
  });
});

/** One mistake in the example: what is replaced by what, and the text the problem must stand at. */
interface Mistake {
  readonly what: string;
  readonly replace: readonly [string, string];
  readonly rule: string;
  /** The exact text under the finding. */
  readonly covers: string;
  readonly says: RegExp;
  readonly usable: boolean;
}

const mistakes: readonly Mistake[] = [
  {
    what: 'a key with a typo',
    replace: ['"constraints"', '"constraint"'],
    rule: 'config/unknown-key',
    covers: '"constraint"',
    says: /Did you mean "constraints"/,
    usable: false,
  },
  {
    what: 'a key with a typo in a module',
    replace: ['"dependsOn": ["kernel"] }', '"dependOn": ["kernel"] }'],
    rule: 'config/unknown-key',
    covers: '"dependOn"',
    says: /modules\[8\].*Did you mean "dependsOn"/,
    usable: false,
  },
  {
    what: 'a key with a typo in an override',
    replace: ['"deepImport"', '"deepImports"'],
    rule: 'config/unknown-key',
    covers: '"deepImports"',
    says: /Did you mean "deepImport"/,
    usable: false,
  },
  {
    what: 'a wrong type',
    replace: ['"version": 1', '"version": "1"'],
    rule: 'config/invalid-value',
    covers: '"1"',
    says: /expected 1/,
    usable: false,
  },
  {
    what: 'a newer version',
    replace: ['"version": 1', '"version": 2'],
    rule: 'config/invalid-value',
    covers: '2',
    says: /written for a newer Lintel/,
    usable: false,
  },
  {
    what: 'an unknown severity',
    replace: ['"leakedTypes": "warning"', '"leakedTypes": "warn"'],
    rule: 'config/invalid-value',
    covers: '"warn"',
    says: /Did you mean "warning"/,
    usable: false,
  },
  {
    what: 'an unknown kind',
    replace: ['"kinds": ["eager"]', '"kinds": ["eagre"]'],
    rule: 'config/invalid-value',
    covers: '"eagre"',
    says: /Did you mean "eager"/,
    usable: false,
  },
  {
    what: 'an unknown visibility word',
    replace: ['"visibility": "private", "because"', '"visibility": "privat", "because"'],
    rule: 'config/invalid-value',
    covers: '"privat"',
    says: /Did you mean "private"/,
    usable: false,
  },
  {
    what: 'an unknown rule type',
    replace: ['"type": "required"', '"type": "require"'],
    rule: 'config/invalid-value',
    covers: '"require"',
    says: /Did you mean "required"/,
    usable: false,
  },
  {
    what: 'a key that is missing',
    replace: ['"id": "adapters-use-a-port", ', ''],
    rule: 'config/invalid-value',
    covers: '{',
    says: /"id" is missing in rules\[1\]/,
    usable: false,
  },
  {
    what: 'a date that is none',
    replace: ['"expires": "2026-12-31"', '"expires": "31.12.2026"'],
    rule: 'config/invalid-value',
    covers: '"31.12.2026"',
    says: /YYYY-MM-DD/,
    usable: false,
  },
  {
    what: 'a missing comma',
    replace: ['"version": 1,', '"version": 1'],
    rule: 'config/syntax',
    covers: '"sources"',
    says: /`,` is missing/,
    usable: false,
  },
  {
    what: 'a repeated key',
    replace: ['"leakedTypes": "warning",', '"leakedTypes": "warning", "laundering": "off",'],
    rule: 'config/conflict',
    covers: '"laundering"',
    says: /stands twice/,
    usable: false,
  },
  {
    what: 'a module id declared twice',
    replace: ['"id": "catalog"', '"id": "billing"'],
    rule: 'config/conflict',
    covers: '"billing"',
    says: /Module id "billing" is declared twice/,
    usable: false,
  },
  {
    what: 'a rule id declared twice',
    replace: ['"id": "no-clock-in-core"', '"id": "adapters-use-a-port"'],
    rule: 'config/conflict',
    covers: '"adapters-use-a-port"',
    says: /Rule id/,
    usable: false,
  },
  {
    what: 'a layer declared twice',
    replace: ['["adapter", "port", "core"]', '["adapter", "port", "core", "port"]'],
    rule: 'config/conflict',
    covers: '"port"',
    says: /Layer of "hexagon"/,
    usable: false,
  },
  {
    what: 'two modules that claim a file equally',
    replace: ['"path": "packages/catalog/src"', '"path": "packages/billing/src"'],
    rule: 'config/conflict',
    covers: '"packages/billing/src"',
    says: /"billing" and "catalog" claim packages\/billing\/src\//,
    usable: false,
  },
  {
    what: 'a module id with a typo in dependsOn',
    replace: [
      '"dependsOn": ["orders", "billing", "catalog", "kernel"]',
      '"dependsOn": ["order", "billing", "catalog", "kernel"]',
    ],
    rule: 'arch/vacuous-rule',
    covers: '"order"',
    says: /no module "order".*Did you mean "orders"/,
    usable: true,
  },
  {
    what: 'a module that a permission with kinds names',
    replace: ['"to": "billing::events"', '"to": "biling::events"'],
    rule: 'arch/vacuous-rule',
    covers: '"biling::events"',
    says: /Did you mean "billing"/,
    usable: true,
  },
  {
    what: 'an interface with a typo',
    replace: ['"orders::jobs"', '"orders::job"'],
    rule: 'arch/vacuous-rule',
    covers: '"orders::job"',
    says: /no interface "job".*Did you mean "jobs"/,
    usable: true,
  },
  {
    what: 'a tag with a typo',
    replace: ['["tag:kind:composition-root"]', '["tag:kind:compositon-root"]'],
    rule: 'arch/vacuous-rule',
    covers: '"tag:kind:compositon-root"',
    says: /Did you mean "kind:composition-root"/,
    usable: true,
  },
  {
    what: 'a tag of a constraint with a typo',
    replace: ['"from": "tag:domain:*"', '"from": "tag:domian:*"'],
    rule: 'arch/vacuous-rule',
    covers: '"tag:domian:*"',
    says: /No module carries the tag/,
    usable: true,
  },
  {
    what: 'a module of visibleTo with a typo',
    replace: ['"visibleTo": ["persistence"]', '"visibleTo": ["persistance"]'],
    rule: 'arch/vacuous-rule',
    covers: '"persistance"',
    says: /Did you mean "persistence"/,
    usable: true,
  },
  {
    what: 'a layer with a typo',
    replace: ['"layer": "domain"', '"layer": "domian"'],
    rule: 'arch/vacuous-rule',
    covers: '"domian"',
    says: /Did you mean "domain"/,
    usable: true,
  },
  {
    what: 'a layer set with a typo',
    replace: ['{ "hexagon": "core" }', '{ "hexagn": "core" }'],
    rule: 'arch/vacuous-rule',
    covers: '"hexagn"',
    says: /Did you mean "hexagon"/,
    usable: true,
  },
  {
    what: 'an external group with a typo',
    replace: ['"allow": ["vendor:sql"]', '"allow": ["vendor:sqll"]'],
    rule: 'arch/vacuous-rule',
    covers: '"vendor:sqll"',
    says: /Did you mean "vendor:sql"/,
    usable: true,
  },
  {
    what: 'an external group of a rule with a typo',
    replace: ['"external:vendor:sql"', '"external:vendor:sq"'],
    rule: 'arch/vacuous-rule',
    covers: '"external:vendor:sq"',
    says: /no external group "vendor:sq"/,
    usable: true,
  },
  {
    what: 'a rule for an unknown module',
    replace: ['"from": "orders/adapters"', '"from": "orders/adaptors"'],
    rule: 'arch/vacuous-rule',
    covers: '"orders/adaptors"',
    says: /Did you mean "orders\/adapters"/,
    usable: true,
  },
  {
    what: 'a glob without files',
    replace: ['"packages/*/src/**"]', '"package/*/src/**"]'],
    rule: 'arch/vacuous-rule',
    covers: '"package/*/src/**"',
    says: /matches no file.*Did you mean "packages"/,
    usable: true,
  },
  {
    what: 'a module path without files',
    replace: ['"packages/orders/src/ports"', '"packages/orders/src/port"'],
    rule: 'arch/vacuous-rule',
    covers: '"packages/orders/src/port"',
    says: /Did you mean "packages\/orders\/src\/ports"/,
    usable: true,
  },
  {
    what: 'a capture that nothing gives a value',
    replace: ['"apps/{app}/src/main.ts"', '"app/{app}/src/main.ts"'],
    rule: 'arch/vacuous-rule',
    covers: '"app/{app}/src/main.ts"',
    says: /stands for no module/,
    usable: true,
  },
  {
    what: 'an entry point that is not there',
    replace: [
      '"entryPoints": ["index.ts"], "dependsOn": ["kernel"] }',
      '"entryPoints": ["indx.ts"], "dependsOn": ["kernel"] }',
    ],
    rule: 'arch/vacuous-rule',
    covers: '"indx.ts"',
    says: /no file.*Did you mean "packages\/catalog\/src\/index.ts"/,
    usable: true,
  },
  {
    what: 'an interface file that is not there',
    replace: ['"expose": ["testing.ts"]', '"expose": ["test-kit.ts"]'],
    rule: 'arch/vacuous-rule',
    covers: '"test-kit.ts"',
    says: /is no file/,
    usable: true,
  },
  {
    what: 'a strict module with a typo',
    replace: ['"strict": ["kernel", "orders"]', '"strict": ["kernl", "orders"]'],
    rule: 'arch/vacuous-rule',
    covers: '"kernl"',
    says: /Did you mean "kernel"/,
    usable: true,
  },
  {
    what: 'an exception for an unknown module',
    replace: ['"to": "billing", "symbols"', '"to": "biling", "symbols"'],
    rule: 'arch/vacuous-rule',
    covers: '"biling"',
    says: /Did you mean "billing"/,
    usable: true,
  },
  {
    what: 'an exception from an unknown rule',
    replace: ['"rule": "arch/dependency-not-allowed"', '"rule": "arch/dependency-not-alowed"'],
    rule: 'arch/vacuous-rule',
    covers: '"arch/dependency-not-alowed"',
    says: /Did you mean "arch\/dependency-not-allowed"/,
    usable: true,
  },
  {
    what: 'a severity for an unknown rule',
    replace: ['"leakedTypes": "warning",', '"leakedTypes": "warning", "severity": { "arch/cycles": "off" },'],
    rule: 'arch/vacuous-rule',
    covers: '"arch/cycles"',
    says: /Did you mean "arch\/cycle"/,
    usable: true,
  },
  {
    what: 'a severity for an unknown family',
    replace: ['"leakedTypes": "warning",', '"leakedTypes": "warning", "severity": { "remotes/*": "off" },'],
    rule: 'arch/vacuous-rule',
    covers: '"remotes/*"',
    says: /Did you mean "remote\/\*"/,
    usable: true,
  },
  {
    what: 'an override for files that are not there',
    replace: ['{ "context": "test" }', '{ "context": "test", "files": "legacy/**" }'],
    rule: 'arch/vacuous-rule',
    covers: '"legacy/**"',
    says: /matches no file/,
    usable: true,
  },
  {
    what: 'a primary condition set that is not there',
    replace: ['"primary": "node"', '"primary": "nod"'],
    rule: 'arch/vacuous-rule',
    covers: '"nod"',
    says: /Did you mean "node"/,
    usable: true,
  },
];

describe('a mistake in the policy fails closed, at its place', () => {
  it.each(mistakes)('$what', ({ replace: [good, bad], rule, covers, says, usable }) => {
    expect(exampleText).toContain(good);
    const text = exampleText.replace(good, bad);
    const policy = bindPolicy(loadPolicy('architecture.jsonc', text), exampleFiles, { knownRules });
    const problems = policy.problems.map(problem => shown(text, problem));
    const found = problems.find(problem => problem.rule === rule && problem.covers === covers);
    expect(found, JSON.stringify(problems, null, 2)).toBeDefined();
    expect(found?.message).toMatch(says);
    const line = text.slice(0, text.indexOf(bad) + bad.lastIndexOf(covers)).split('\n').length;
    if (covers !== '{' && rule !== 'config/conflict' && rule !== 'config/syntax')
      expect(found?.at).toMatch(new RegExp(`^${line}:`));
    expect(policy.usable).toBe(usable);
    expect(problems.every(({ message }) => !/please/i.test(message))).toBe(true);
  });

  it('reports several at once, sorted by place', () => {
    const text = '{\n  "modles": [],\n  "laundering": "eror",\n  "modules": [{ "id": "a" }]\n}';
    const { problems, usable } = loadPolicy('architecture.jsonc', text);
    expect(usable).toBe(false);
    expect(problems.map(problem => shown(text, problem)).map(({ at, rule, covers }) => [at, rule, covers])).toEqual([
      ['2:3', 'config/unknown-key', '"modles"'],
      ['3:17', 'config/invalid-value', '"eror"'],
      ['4:15', 'config/invalid-value', '{'],
    ]);
  });
});

describe('what is not a mistake', () => {
  const bound = (document: object, files: string[]) =>
    bindPolicy(loadPolicy('architecture.jsonc', JSON.stringify(document)), files, { knownRules }).problems;

  it.each([
    [
      'exclude, tests and generated globs that match nothing',
      { sources: { exclude: ['**/dist/**'], tests: ['**/*.spec.ts'], generated: ['gen/**'] } },
    ],
    ['a deny entry that nobody breaks', { external: { deny: [{ package: 'left-pad' }] } }],
    [
      'a forbidden call that nobody makes',
      { modules: [{ id: 'a', path: 'src' }], rules: [{ id: 'r', type: 'forbidden', from: 'a', calls: ['Date.now'] }] },
    ],
    ['no version', {}],
    ['a policy file that is not there yet', { governance: { policyFiles: ['architecture/**'] } }],
    [
      'a tag used by a wildcard',
      { modules: [{ id: 'a', path: 'src', tags: ['domain:x'], visibility: ['tag:domain:*'] }] },
    ],
    [
      'folders with brackets and parentheses',
      { modules: [{ id: 'a', path: 'app/(shop)/[id]' }], sources: { include: ['app/(shop)/[id]/**'] } },
    ],
  ])('%s', (_, document) => {
    expect(bound(document, ['src/a.ts', 'app/(shop)/[id]/page.tsx'])).toEqual([]);
  });
});

describe('texts that are hardly policies', () => {
  it.each([
    ['nothing', '', 'config/syntax'],
    ['only a comment', '// later', 'config/syntax'],
    ['a list', '[]', 'config/invalid-value'],
    ['null', 'null', 'config/invalid-value'],
    ['an open object', '{ "modules": [', 'config/syntax'],
    ['deep nesting', '['.repeat(200_000), 'config/syntax'],
    ['a prototype key', '{ "__proto__": { "modules": [] } }', 'config/unknown-key'],
    ['a constructor key', '{ "severity": { "constructor": "error" } }', undefined],
  ])('%s', (_, text, rule) => {
    const { problems, usable } = loadPolicy('architecture.jsonc', text);
    expect(usable).toBe(problems.length === 0);
    if (rule) expect(problems.map(problem => problem.rule)).toContain(rule);
    for (const { span } of problems) expect(span.start <= span.end && span.end <= text.length).toBe(true);
  });

  it('takes a byte order mark, comments and trailing commas', () => {
    expect(loadPolicy('architecture.jsonc', '\uFEFF{ /* none */ "version": 1, }').problems).toEqual([]);
  });
});
