import { beforeAll, describe, expect, test } from 'vitest';
import { permissionDelta } from '../../../core/engine/permissions/permission-delta.js';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { openFiles } from '../../harness/check-files.js';

const failures = {
  classes: { CardDeclined: 'denied' } as Record<string, string>,
  boundaries: [
    {
      id: 'api',
      match: { files: 'src/web/**' } as Record<string, unknown>,
      allow: ['invalid'] as string[],
      mustDistinguish: [['absent', 'upstream']],
      requireDeclared: true,
      forbid: ['conflation', 'swallow:upstream'],
      unwrapped: 'error',
      mayDefault: ['absent'],
    } as Record<string, unknown>,
  ],
  effects: { 'queue.push': 'write-non-idempotent', 'cache.put': 'write-idempotent' } as Record<string, string>,
  bestEffort: ['src/cache/**'],
  critical: [
    { files: 'src/billing/**', why: 'money' },
    { exports: ['src/web/**#login*'], why: 'security' },
  ] as Record<string, unknown>[],
  singleFlow: [] as string[],
  errorHandlers: [{ calls: ['app.setErrorHandler'], handles: ['invalid'] }],
  integrationTests: [] as Record<string, unknown>[],
  vocabulary: { api: ['zod'] } as Record<string, string[]>,
  delegated: 'on',
  openWorld: 'information',
  crashOnly: ['bug'],
};
type Failures = typeof failures;

const policy = {
  modules: [
    { id: 'web', path: 'src/web', owner: '@acme/web', dependsOn: ['billing', 'cache'] },
    { id: 'billing', path: 'src/billing', owner: '@acme/billing', dependsOn: [] },
    { id: 'cache', path: 'src/cache', owner: '@acme/cache', dependsOn: [] },
  ],
  severity: { 'arch/vacuous-rule': 'off', 'arch/unused-permission': 'off' },
  failures,
};

const files = {
  'package.json': '{ "name": "shop", "type": "module" }',
  'src/web/pay.ts': `import { charge } from '../billing/charge.js';
export async function pay(): Promise<void> {
  try { await charge(); } catch { console.log('failed'); }
}
export async function loginUser(): Promise<void> {}
`,
  'src/web/main.ts': 'export const main = () => 1;\n',
  'src/billing/charge.ts': `export async function charge(): Promise<unknown> {
  const answer = await fetch('/charge');
  if (!answer.ok) throw new Error('charge');
  return answer.json();
}
`,
  'src/cache/warm.ts': 'export const warm = () => 1;\n',
};

const boundary = (f: Failures) => f.boundaries[0]!;

/** What each edit has listed: route, words, owner. */
const widening: Readonly<Record<string, { edit(f: Failures): unknown; says: readonly string[] }>> = {
  'best effort: more files': {
    edit: f => f.bestEffort.push('src/billing/**'),
    says: ['src/billing/charge.ts counts as best effort: its failures may be dropped [@acme/billing]'],
  },
  'best effort: a wider glob, two owners': {
    edit: f => (f.bestEffort = ['src/**']),
    says: [
      'src/billing/charge.ts counts as best effort: its failures may be dropped [@acme/billing]',
      'src/web/main.ts and 1 more counts as best effort: its failures may be dropped [@acme/web]',
    ],
  },
  'best effort: one export': {
    edit: f => f.bestEffort.push('src/web/pay.ts#pay'),
    says: ['src/web/pay.ts#pay counts as best effort: its failures may be dropped [@acme/web]'],
  },
  'single flow: a module': {
    edit: f => f.singleFlow.push('billing'),
    says: ['src/billing/charge.ts counts as never running beside itself [@acme/billing]'],
  },
  'boundary: gone': { edit: f => f.boundaries.pop(), says: ['the failure boundary api is gone []'] },
  'boundary: fewer files': {
    edit: f => (boundary(f).match = { files: 'src/web/main.ts' }),
    says: ['the failure boundary api no longer holds for src/web/pay.ts []'],
  },
  'boundary: more classes escape': {
    edit: f => (boundary(f).allow as string[]).push('upstream'),
    says: ['the failure boundary api demands less: more than invalid may escape []'],
  },
  'boundary: escapes no longer judged': {
    edit: f => delete boundary(f).allow,
    says: ['the failure boundary api demands less: more than invalid may escape []'],
  },
  'boundary: less forbidden, less distinguished, nothing declared': {
    edit: f => Object.assign(boundary(f), { forbid: [], mustDistinguish: [], requireDeclared: false }),
    says: [
      'the failure boundary api demands less: absent and upstream may look alike; failures need not be declared; failures of different classes may leave as one value; upstream may be swallowed []',
    ],
  },
  'boundary: quieter': {
    edit: f => (boundary(f).unwrapped = 'warning'),
    says: ['the failure boundary api demands less: errors of packages may cross it, or are reported less loudly []'],
  },
  'boundary: one more default': {
    edit: f => (boundary(f).mayDefault as string[]).push('upstream'),
    says: ['upstream may become a default value at the failure boundary api []'],
  },
  'boundary: a new one that permits a default': {
    edit: f => f.boundaries.push({ id: 'money', match: { files: 'src/billing/**' }, mayDefault: ['upstream'] }),
    says: ['upstream may become a default value at the failure boundary money []'],
  },
  'vocabulary: one more package': {
    edit: f => f.vocabulary.api!.push('pg'),
    says: ['the failure boundary api demands less: errors of more packages may be shown []'],
  },
  'class: another one': {
    edit: f => (f.classes.CardDeclined = 'bug'),
    says: ['CardDeclined counts as bug, no longer as denied []'],
  },
  'class: gone': { edit: f => delete f.classes.CardDeclined, says: ['CardDeclined no longer counts as denied []'] },
  'class: a new one that may crash': {
    edit: f => (f.classes.Broken = 'bug'),
    says: ['Broken counts as bug, which may end the process at any boundary []'],
  },
  'crash only: one more': {
    edit: f => f.crashOnly.push('upstream'),
    says: ['upstream may end the process at any boundary []'],
  },
  'open world: quieter': {
    edit: f => (f.openWorld = 'off'),
    says: ['failures that are not known well enough go from information to off []'],
  },
  'delegated: left to linters': {
    edit: f => (f.delegated = 'off'),
    says: ['rules that linters have too go from on to off []'],
  },
  'effect: less than it was': {
    edit: f => (f.effects['queue.push'] = 'read'),
    says: ['queue.push counts as read, no longer as write-non-idempotent []'],
  },
  'effect: a new harmless one': {
    edit: f => (f.effects['mail.send'] = 'pure'),
    says: ['mail.send counts as pure []'],
  },
  'handler: answers more': {
    edit: f => f.errorHandlers[0]!.handles.push('upstream'),
    says: ['a central handler is said to answer upstream, which may escape to it []'],
  },
  'critical: money no longer': {
    edit: f => f.critical.shift(),
    says: ['src/billing/charge.ts no longer counts as deciding about money [@acme/billing]'],
  },
  'critical: fewer exports': {
    edit: f => (f.critical[1]!.exports = ['src/web/**#loginAdmin']),
    says: ['src/web/main.ts#login* and 1 more no longer counts as deciding about security [@acme/web]'],
  },
  'integration tests: said to cover more': {
    edit: f => f.integrationTests.push({ files: 'test/**', covers: 'src/billing/**' }),
    says: ['src/billing/charge.ts counts as covered by integration tests []'],
  },
  'models: other packs': {
    edit: f => Object.assign(f, { models: ['models/*.jsonc'] }),
    says: ['other model packs say what calls do (models/*.jsonc) []'],
  },
};

const silent: Readonly<Record<string, (f: Failures) => unknown>> = {
  'narrow: less best effort': f => f.bestEffort.pop(),
  'narrow: fewer classes escape': f => (boundary(f).allow = []),
  'narrow: more forbidden': f => (boundary(f).forbid = ['conflation', 'swallow']),
  'narrow: one more boundary': f => f.boundaries.push({ id: 'all', match: { files: 'src/**' }, allow: [] }),
  'narrow: nothing may crash': f => (f.crashOnly = []),
  'narrow: open world louder': f => (f.openWorld = 'error'),
  'narrow: a call does more': f => (f.effects['cache.put'] = 'write-non-idempotent'),
  'narrow: critical besides': f => f.critical.push({ files: 'src/web/**', why: 'security' }),
  'neutral: a class for a new type': f => (f.classes.SlotTaken = 'conflict'),
  'neutral: another order': f => {
    f.critical.reverse();
    (boundary(f).forbid as string[]).reverse();
    boundary(f).mustDistinguish = [['upstream', 'absent']];
  },
  'neutral: a module for its folder': f => (f.bestEffort = ['cache']),
  'neutral: a name for what its file has already': f => f.bestEffort.push('src/cache/warm.ts#warm'),
  'neutral: a boundary in two': f => {
    f.boundaries = [
      { ...boundary(f), match: { files: 'src/web/main.ts' } },
      { ...boundary(f), id: 'pay', match: { files: 'src/web/pay.ts' } },
    ];
    f.vocabulary.pay = ['zod'];
  },
  'neutral: a boundary renamed': f => {
    boundary(f).id = 'http';
    f.vocabulary = { http: ['zod'] };
  },
};

let base: Snapshot;
beforeAll(async () => {
  base = (await openFiles({ ...files, 'architecture.jsonc': JSON.stringify(policy, undefined, 1) })).snapshot;
  expect(base.policy.problems).toEqual([]);
});

async function deltaOf(edit: (f: Failures) => unknown, changed: Readonly<Record<string, string | null>> = {}) {
  const edited = structuredClone(policy);
  edit(edited.failures);
  const head = await base.with([
    { path: 'architecture.jsonc', text: JSON.stringify(edited, undefined, 1) },
    ...Object.entries(changed).map(([path, text]) => ({ path, text: text ?? undefined })),
  ]);
  expect(head.policy.usable, JSON.stringify(head.policy.problems)).toBe(true);
  const delta = await permissionDelta(base, head);
  expect(delta.status).toBe('compared');
  return delta.widenings;
}

describe('an edit of the failure section that accepts more is listed with the owner of the code', () => {
  test.each(Object.entries(widening))('%s', async (_, { edit, says }) => {
    const found = await deltaOf(edit);
    expect(found.map(({ what, owner }) => `${what} [${owner ?? ''}]`)).toEqual(says);
    expect(found.every(({ route, span }) => route === 'policy' && span.end > 0)).toBe(true);
  });

  test('what became legal stands under the edit that made it so', async () => {
    const found = await deltaOf(f => (boundary(f).mustDistinguish = []));
    expect(found.map(({ what, legal }) => [what, legal.map(({ rule }) => rule)])).toEqual([
      ['the failure boundary api demands less: absent and upstream may look alike', ['contract/indistinct-handling']],
    ]);
  });
});

describe('an edit of the failure section that demands more or the same is silent', () => {
  test.each(Object.entries(silent))('%s', async (_, edit) => {
    expect((await deltaOf(edit)).map(({ what }) => what)).toEqual([]);
  });
});

describe('reason markers', () => {
  const marked = (comment: string) =>
    files['src/web/pay.ts'].replace("console.log('failed');", `console.log('failed'); ${comment}`);
  const markers = async (changed: Readonly<Record<string, string | null>>) =>
    (await deltaOf(() => undefined, changed)).map(({ route, what, owner }) => `${route}: ${what} [${owner}]`);

  test.each(['/* expected denied: the bank said no */', '// expected denied: the bank said no\n'])(
    'a new one is listed: %s',
    async comment => {
      expect(await markers({ 'src/web/pay.ts': marked(comment) })).toEqual([
        'marker: a reason marker accepts a failure: "expected denied: the bank said no" [@acme/web]',
      ]);
    },
  );

  test('so is one in documentation', async () => {
    const text = files['src/web/pay.ts'].replace(
      'export async function pay',
      '/** @expected denied the bank said no */\nexport async function pay',
    );
    expect(await markers({ 'src/web/pay.ts': text })).toEqual([
      'marker: a reason marker accepts a failure: "expected denied: the bank said no" [@acme/web]',
    ]);
  });

  test.each(['// expected invalid input here\n', '// expected denied: no\n', '// we expected absent rows\n'])(
    'a comment that is none is not: %s',
    async comment => {
      expect(await markers({ 'src/web/pay.ts': marked(comment) })).toEqual([]);
    },
  );

  test('one that moves to another file with its code is not', async () => {
    const workspace = await openFiles({
      ...files,
      'src/web/pay.ts': marked('/* expected denied: the bank said no */'),
      'architecture.jsonc': JSON.stringify(policy),
    });
    const head = await workspace.snapshot.with([
      { path: 'src/web/pay.ts', text: undefined },
      { path: 'src/web/checkout.ts', text: marked('/* expected denied: the bank said no */') },
    ]);
    expect((await permissionDelta(workspace.snapshot, head)).widenings).toEqual([]);
  });
});
