import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../core/engine/workspace.js';
import { loadPolicy } from '../../../core/policy/load.js';
import { failures } from '../../../core/policy/schema/failures.js';
import type { Finding } from '../../../core/rules/finding.js';
import { openFiles } from '../../harness/check-files.js';

const sources = {
  'src/orders/core.ts': `import { Stripe } from 'stripe';
export class NotFound extends Error {}
export function find(id: string): string {
  if (id === '') throw new NotFound(id);
  return id;
}`,
  'src/http.ts': `import { find } from './orders/core.js';
declare const app: { get(path: string, handler: (id: string) => string): void };
app.get('/', id => find(id));`,
  'test/all.test.ts': `import { find } from '../src/orders/core.js';\nfind('1');`,
  'package.json': '{ "name": "x", "dependencies": { "stripe": "1.0.0" } }',
};

const modules = [
  { id: 'orders', path: 'src/orders' },
  { id: 'http', path: 'src/http.ts', dependsOn: ['orders'] },
];

function policyOf(failures: unknown): string {
  return JSON.stringify({ modules, failures, coverage: { unassigned: 'off' } }, null, 1);
}

async function problemsOf(failures: unknown, more: Record<string, string> = {}): Promise<readonly Finding[]> {
  const { snapshot } = await openFiles({ ...sources, ...more, 'architecture.jsonc': policyOf(failures) });
  return snapshot.findings.filter(each => each.rule.startsWith('config/') || each.rule === 'arch/vacuous-rule');
}

const told = (findings: readonly Finding[], text: string) =>
  findings.map(({ rule, severity, message, span }) => [rule, severity, text.slice(span.start, span.end), message]);

describe('mistakes are told where they stand, with what to do', () => {
  test.each([
    [
      'a class that does not exist',
      { classes: { NotFound: 'abscent' } },
      'config/invalid-value',
      '"abscent"',
      'Did you mean "absent"?',
    ],
    [
      'a name of no type',
      { classes: { 'NotFound[code]': 'absent' } },
      'config/invalid-value',
      '"NotFound[code]"',
      'names no error type',
    ],
    ['a key that nothing reads', { bestEfort: [] }, 'config/unknown-key', '"bestEfort"', 'Did you mean "bestEffort"?'],
    [
      'what may be forbidden',
      { boundaries: [{ id: 'a', match: { files: 'src/**' }, forbid: ['swallow:upsteam'] }] },
      'config/invalid-value',
      '"swallow:upsteam"',
      'Did you mean "swallow:upstream"?',
    ],
    [
      'a boundary of nothing',
      { boundaries: [{ id: 'a', match: {} }] },
      'config/invalid-value',
      '{}',
      'matches nothing: add "calls"',
    ],
    [
      'an argument of no call',
      { boundaries: [{ id: 'a', match: { files: 'src/**', argument: 'last' } }] },
      'config/invalid-value',
      '"argument"',
      'Add "calls"',
    ],
    ['an effect', { effects: { find: 'write' } }, 'config/invalid-value', '"write"', 'expected "pure"'],
    [
      'critical code without a place',
      { critical: [{ exports: ['find'], why: 'money' }] },
      'config/invalid-value',
      '"find"',
      'names no export',
    ],
  ])('%s', async (_, failures, rule, text, message) => {
    const findings = await problemsOf(failures);
    expect(told(findings, policyOf(failures))).toEqual([[rule, 'error', text, expect.stringContaining(message)]]);
  });

  test.each([
    ['a module', { boundaries: [{ id: 'a', match: { modules: ['order'] } }] }, '"order"', 'Did you mean "orders"?'],
    ['a glob', { bestEffort: ['src/order/**'] }, '"src/order/**"', 'Did you mean "src/orders"?'],
    ['a file of an export', { singleFlow: ['src/htp.ts#run'] }, '"src/htp.ts#run"', 'Did you mean "src/http.ts"?'],
    [
      'a call',
      { errorHandlers: [{ calls: ['app.use'], handles: ['absent'] }] },
      '"app.use"',
      'Nothing in this code calls',
    ],
    [
      'an effect',
      { effects: { 'stripe.charges.create': 'read', 'nobody.sends': 'read' } },
      '"nobody.sends"',
      'Nothing',
    ],
    ['an error type', { classes: { NotFond: 'absent' } }, '"NotFond"', 'Did you mean "NotFound"?'],
    ['a vocabulary', { vocabulary: { domain: ['zod'] } }, '"domain"', 'There is no boundary "domain"'],
    ['models', { models: 'architecture/*.jsonc' }, '"architecture/*.jsonc"', 'no models are read'],
    [
      'tests',
      { integrationTests: [{ files: 'test/**', covers: 'src/billing/**' }] },
      '"src/billing/**"',
      'matches no analysed file',
    ],
  ])('%s that nothing matches is a warning', async (_, failures, text, message) => {
    const findings = await problemsOf(failures);
    expect(told(findings, policyOf(failures))).toEqual([
      ['arch/vacuous-rule', 'warning', text, expect.stringContaining(message)],
    ]);
  });

  test('a model pack with a mistake is told in that file and is not used', async () => {
    const model = '{ "package": "stripe", "versions": "*", "entries": [{ "name": 1 }] }';
    const findings = await problemsOf({ models: 'architecture/*.jsonc' }, { 'architecture/stripe.jsonc': model });
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings)
      expect(finding).toMatchObject({ path: 'architecture/stripe.jsonc', severity: 'error' });
  });
});

test('a whole section that means something has no problem and is active', async () => {
  const failures = {
    classes: { NotFound: 'absent' },
    boundaries: [
      {
        id: 'http',
        match: { calls: ['app.*'], argument: 'last' },
        allow: ['absent'],
        mustDistinguish: [['absent', 'upstream']],
      },
      { id: 'domain', match: { modules: ['orders'], exports: ['find*'] }, forbid: ['swallow:upstream', 'conflation'] },
    ],
    effects: { 'app.get': 'read' },
    bestEffort: ['orders', 'src/http.ts', 'src/**#warm*'],
    critical: [{ exports: ['src/orders/**#charge*'], why: 'money' }],
    errorHandlers: [{ calls: ['app.get'], handles: ['absent'] }],
    integrationTests: [{ files: 'test/**', covers: 'src/**' }],
    vocabulary: { domain: ['zod'] },
    delegated: 'auto',
    openWorld: 'warning',
    crashOnly: ['bug'],
  };
  expect(await problemsOf(failures)).toEqual([]);
  const { snapshot } = await openFiles({ ...sources, 'architecture.jsonc': policyOf(failures) });
  expect(snapshot.run().coverage.notChecked.map(each => each.what)).not.toContain('policy section failures');
});

describe('contracts follow the policy', () => {
  let workspace: Workspace;
  const modes = (path: string, name: string) => {
    const file = workspace.snapshot.failures.file(path);
    const fn = file?.ir.functions.findIndex(each => each.name === name) ?? -1;
    return file?.contract(fn).modes.map(each => each.class);
  };
  beforeAll(async () => {
    workspace = await openFiles({
      ...sources,
      'src/pay.ts': `import { charge } from 'payments';
export class Declined extends Error {}
export class CardDeclined extends Declined {}
export function refuse(): void { throw new CardDeclined('no'); }
export function coded(): void { throw new Odd('x', { code: 'P1' }); }
class Odd extends Error { constructor(message: string, options: { code: string }) { super(message); } }
export async function pay(): Promise<void> { await charge(1); }`,
      'package.json': '{ "name": "x", "dependencies": { "payments": "1.0.0" } }',
      'architecture.jsonc': policyOf({}),
    });
  });

  test('a class of a type, of its base, and of a type with a discriminant', async () => {
    expect(modes('src/pay.ts', 'refuse')).toEqual(['unknown']);
    await workspace.apply([
      {
        path: 'architecture.jsonc',
        text: policyOf({ classes: { Declined: 'denied', 'Odd[code=P1]': 'conflict' } }),
      },
    ]);
    expect([modes('src/pay.ts', 'refuse'), modes('src/pay.ts', 'coded')]).toEqual([['denied'], ['conflict']]);
  });

  test('a model pack, its edit and its end', async () => {
    const model = (failure: string) =>
      `{ "package": "payments", "versions": "*", "checkedAgainst": "1.0.0", "entries": [{ "name": "charge", "channel": "reject", "modes": [{ "class": "${failure}", "type": "Error" }] }] }`;
    const pay = () => [
      modes('src/pay.ts', 'pay'),
      workspace.snapshot.findings.filter(each => each.path.startsWith('architecture/')),
    ];
    await workspace.apply([
      { path: 'architecture.jsonc', text: policyOf({ models: 'architecture/*.jsonc' }) },
      { path: 'architecture/payments.jsonc', text: model('upstream') },
    ]);
    expect(pay()).toEqual([['upstream'], []]);
    await workspace.apply([{ path: 'architecture/payments.jsonc', text: model('timeout') }]);
    expect(pay()).toEqual([['timeout'], []]);
    await workspace.apply([{ path: 'architecture/payments.jsonc', text: undefined }]);
    expect(pay()).toEqual([[], []]);
  });
});

test('after any edit of the section the findings are those of a fresh run', async () => {
  const files = {
    ...sources,
    'src/errors.ts': 'export class Upstream extends Error {}\nexport class Odd extends Error {}',
    'src/users.ts': `import { Odd, Upstream } from './errors.js';
import { readFile } from 'node:fs/promises';
export function get(id: string): string { if (id === '') throw new Upstream(id); throw new Odd(id); }
export function safe(id: string): string | null { try { return get(id); } catch { return null; } }
export async function load(path: string): Promise<string> { return await readFile(path, 'utf8'); }`,
  };
  const sections = [
    {},
    { classes: { Odd: 'absent' } },
    {
      classes: { Odd: 'absent' },
      boundaries: [{ id: 'a', match: { files: 'src/**' }, allow: ['absent'], unwrapped: 'warning' }],
    },
    {
      classes: { Odd: 'invalid' },
      boundaries: [
        {
          id: 'a',
          match: { files: 'src/**' },
          mustDistinguish: [['invalid', 'upstream']],
          forbid: ['conflation', 'swallow:upstream'],
        },
      ],
    },
    { boundaries: [{ id: 'a', match: { calls: ['app.*'] }, allow: [] }], openWorld: 'warning' },
    { classes: { Odd: 'nonsense' } },
    {
      bestEffort: ['src/users.ts#safe'],
      crashOnly: ['upstream', 'bug'],
      boundaries: [{ id: 'a', match: { modules: ['orders'] }, requireDeclared: true }],
    },
    {},
  ];
  const workspace = await openFiles({ ...files, 'architecture.jsonc': policyOf({}) });
  const seen = new Set<string>();
  for (const section of sections) {
    const text = policyOf(section);
    await workspace.apply([{ path: 'architecture.jsonc', text }]);
    const fresh = await openFiles({ ...files, 'architecture.jsonc': text });
    expect(workspace.snapshot.findings).toEqual(fresh.snapshot.findings);
    expect(workspace.snapshot.run()).toEqual(fresh.snapshot.run());
    seen.add(JSON.stringify(fresh.snapshot.findings.map(each => [each.rule, each.message])));
  }
  expect(seen.size).toBe(sections.length - 1);
});

describe('docs/failures.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/failures.md', import.meta.url)), 'utf8');

  test('its example has the right form', () => {
    const [, example = ''] = /```jsonc\n([\s\S]*?)```/.exec(page) ?? [];
    expect(loadPolicy('architecture.jsonc', `{ ${example} }`).problems).toEqual([]);
  });

  test('it speaks of every key', () => {
    const missing = Object.keys(failures.shape).filter(
      key => !page.includes(`\`${key}\``) && !page.includes(`\`${key}[]`),
    );
    expect(missing).toEqual([]);
  });
});
