import { beforeEach, describe, expect, test } from 'vitest';
import { type Fixture, fixture, lintel, newFolder } from './fixture.js';

const policy = (orders: string, more = '') => `{
  "version": 1,
  "sources": { "include": ["src/**"] },
  "modules": [
    { "id": "orders", "path": "src/orders", "owner": "@acme/orders", "dependsOn": [${orders}] },
    { "id": "billing", "path": "src/billing", "owner": "@acme/billing", "entryPoints": ["index.ts"], "dependsOn": [] }
  ]${more}
}
`;
const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'architecture.jsonc': policy(''),
  'src/billing/index.ts': 'export const charge = () => 1;\n',
  'src/orders/place.ts': 'export const place = () => 1;\n',
};
const uses = "import { charge } from '../billing/index.js';\nexport const place = () => charge();\n";
const exception = (approval: string) =>
  policy(
    '',
    `,\n  "exceptions": [\n    { "id": "EX-1", "rule": "arch/dependency-not-allowed", "from": "orders", "to": "billing", "reason": "soon",\n      "requestedBy": "agent:bot"${approval} }\n  ]`,
  );

let repo: Fixture;

beforeEach(() => {
  repo = fixture(files);
  repo.commit('first');
  repo.git('checkout', '-qb', 'change');
});

interface Answer {
  readonly exit: number | null;
  readonly status: string;
  readonly reason?: string;
  readonly permissions: {
    status: string;
    widenings: {
      route: string;
      what: string;
      line: number;
      approvers: string[];
      approval: { status: string; by?: string; why?: string };
      legal: { path: string; line: number }[];
    }[];
  };
  readonly dependencies: {
    from: string;
    to: string;
    path: string;
    line: number;
    symbols: string[];
    isNewPair: boolean;
    approved: boolean;
  }[];
  readonly requested: { id: string }[];
  readonly behaviour: { status: string };
  readonly findings: { rule: string; path: string }[];
}

async function review(...args: readonly string[]): Promise<Answer> {
  const { status, out, err } = await repo.run(['review', '--format', 'json', ...args]);
  if (out === '') throw new Error(err);
  return { ...(JSON.parse(out) as Omit<Answer, 'exit'>), exit: status };
}

const commitAs = (who: string, message: string) => {
  repo.git('add', '-A');
  repo.git('-c', `user.name=${who}`, 'commit', '-qm', message, `--author=${who} <${who}@example.com>`);
};

describe('lintel review', () => {
  test('shows the permission, the dependency and what was not checked', async () => {
    repo.write({ 'architecture.jsonc': policy('"billing"'), 'src/orders/place.ts': uses });
    const answer = await review();
    expect([answer.exit, answer.status]).toEqual([1, 'violations']);
    expect(answer.permissions.widenings).toMatchObject([
      {
        route: 'policy',
        what: 'orders may depend on billing',
        line: 5,
        approvers: ['@acme/billing'],
        approval: { status: 'missing' },
        legal: [{ path: 'src/orders/place.ts', line: 1 }],
      },
    ]);
    expect(answer.dependencies).toMatchObject([
      {
        from: 'orders',
        to: 'billing',
        path: 'src/orders/place.ts',
        line: 1,
        symbols: ['charge'],
        isNewPair: true,
        approved: true,
      },
    ]);
    expect(answer.behaviour).toMatchObject({ status: 'checked', compared: 1, otherSignature: 0 });
    expect(answer.findings.map(({ rule }) => rule)).toEqual(['arch/permission-widened']);
    const since = await repo.check(['--since', 'main']);
    expect(since.brief).toEqual(['arch/permission-widened architecture.jsonc:5']);
  });

  test('in every format', async () => {
    repo.write({ 'architecture.jsonc': policy('"billing"'), 'src/orders/place.ts': uses });
    const pretty = await repo.run(['review']);
    expect(pretty.out).toContain('permitted besides (@acme/billing)');
    expect(pretty.out).toContain('new dependency orders → billing new pair of modules');
    expect(pretty.out).toContain('with another behaviour under the same signature');
    const markdown = await repo.run(['review', '--format', 'markdown']);
    expect(markdown.out).toMatch(/^\*\*Lintel review\.\*\* 1 permission more \(1 not approved\), 1 new import/);
    expect(markdown.out).not.toMatch(/@acme/);
    expect((await repo.run(['review', '--format', 'github'])).out).toMatch(/^::error file=architecture\.jsonc,line=5,/);
    const sarif = JSON.parse((await repo.run(['review', '--format', 'sarif'])).out);
    expect(sarif.runs[0].results).toHaveLength(1);
  });

  test('more imports between modules that depend on each other already are counted, not listed', async () => {
    const more = "import { charge } from '../billing/index.js';\nexport const again = () => charge();\n";
    repo.write({ 'architecture.jsonc': policy('"billing"'), 'src/orders/place.ts': uses });
    repo.commit('uses');
    repo.write({ 'src/orders/again.ts': more });
    repo.git('add', '-A');
    const pretty = await repo.run(['review', 'HEAD']);
    expect(pretty.out).toContain('more imports where modules depend on each other already: orders → billing (1)');
    expect(pretty.out).not.toContain('again.ts');
    expect(pretty.out).toContain('1 new import between modules (no new pairs), no function changed');
    const markdown = await repo.run(['review', 'HEAD', '--format', 'markdown']);
    expect(markdown.out).toContain('- Where modules depend on each other already: orders → billing (1)');
    expect((await review('HEAD')).dependencies).toMatchObject([{ path: 'src/orders/again.ts', isNewPair: false }]);
  });

  test('a trailer of the owner on the commit approves, another owner does not', async () => {
    repo.write({ 'architecture.jsonc': policy('"billing"'), 'src/orders/place.ts': uses });
    commitAs('ada', 'Charge orders\n\nApproved-by: @acme/orders');
    expect((await review()).permissions.widenings[0]?.approval.status).toBe('missing');
    repo.git(
      'commit',
      '-q',
      '--amend',
      '-m',
      'Charge orders\n\nReviewed-by: Bo <bo@example.com>\nApproved-by: @acme/billing',
    );
    const answer = await review();
    expect(answer.permissions.widenings[0]?.approval).toMatchObject({ status: 'approved', by: '@acme/billing' });
    expect([answer.exit, answer.findings]).toEqual([0, []]);
  });

  test('a trailer on another commit of the branch approves nothing', async () => {
    repo.write({ 'architecture.jsonc': policy('"billing"'), 'src/orders/place.ts': uses });
    commitAs('ada', 'Charge orders');
    repo.write({ 'architecture.jsonc': `// A comment\n${policy('"billing"')}` });
    commitAs('ada', 'Say more\n\nApproved-by: @acme/billing');
    expect((await review()).permissions.widenings[0]?.approval.status).toBe('missing');
  });

  test('an exception: requested by one author, approved by another', async () => {
    repo.write({ 'architecture.jsonc': exception(''), 'src/orders/place.ts': uses });
    commitAs('bot', 'Ask for an exception');
    const asked = await review();
    expect([asked.permissions.widenings, asked.requested.map(({ id }) => id)]).toEqual([[], ['EX-1']]);
    repo.write({ 'architecture.jsonc': exception(', "approvedBy": "@acme/billing"') });
    expect((await review()).permissions.widenings[0]?.approval.why).toContain('not committed yet');
    commitAs('bot', 'Approve it myself');
    const own = (await review()).permissions.widenings[0];
    expect([own?.route, own?.approval.status, own?.legal.length]).toEqual(['exception', 'missing', 1]);
    expect(own?.approval.why).toContain('another author has to commit the approval');
  });

  test('the approval of an exception by another author counts, that of another owner does not', async () => {
    repo.write({ 'architecture.jsonc': exception(''), 'src/orders/place.ts': uses });
    commitAs('bot', 'Ask for an exception');
    repo.write({ 'architecture.jsonc': exception(', "approvedBy": "@acme/billing"') });
    commitAs('bo', 'Approve it');
    const answer = await review();
    expect(answer.permissions.widenings[0]?.approval).toMatchObject({ status: 'approved', by: '@acme/billing' });
    expect(answer.findings.map(({ rule }) => rule)).toEqual(['policy/approval-added']);
    // Written down is somebody who owns nothing of the target.
    repo.write({ 'architecture.jsonc': exception(', "approvedBy": "@acme/orders"') });
    commitAs('cy', 'Approve as another team');
    expect((await review()).permissions.widenings[0]?.approval.why).toContain('who is none of @acme/billing');
  });

  test('owners come from the base revision, from CODEOWNERS too', async () => {
    repo.git('checkout', '-q', 'main');
    repo.write({ '.github/CODEOWNERS': '* @acme/all\n/src/billing/ @acme/money ledger@example.com\n' });
    repo.commit('owners');
    repo.git('checkout', '-qB', 'change');
    repo.write({
      'architecture.jsonc': policy('"billing"').replace('"@acme/billing"', '"@acme/orders"'),
      'src/orders/place.ts': uses,
      '.github/CODEOWNERS': '* @acme/orders\n',
    });
    commitAs('ada', 'Take over\n\nApproved-by: @acme/orders');
    const { permissions } = await review();
    expect(permissions.widenings.map(({ approval }) => approval.status)).toEqual(['missing', 'missing']);
    expect(permissions.widenings.find(({ route }) => route === 'policy')?.approvers).toEqual([
      '@acme/billing',
      '@acme/money',
      'ledger@example.com',
    ]);
    repo.git('commit', '-q', '--amend', '-m', 'Take over\n\nReviewed-by: Lea <ledger@example.com>');
    const again = await review();
    expect(again.permissions.widenings.find(({ route }) => route === 'policy')?.approval).toMatchObject({
      status: 'approved',
      by: 'ledger@example.com',
    });
  });

  test('--head reviews a revision whatever the working tree holds', async () => {
    repo.write({ 'architecture.jsonc': policy('"billing"'), 'src/orders/place.ts': uses });
    const head = repo.commit('Charge orders');
    repo.git('checkout', '-q', 'main');
    repo.write({ 'src/orders/place.ts': 'export const place = () => 2;\n' });
    expect((await review()).permissions.widenings).toEqual([]);
    const answer = await review('main', '--head', 'change');
    expect(answer.permissions.widenings.map(({ what }) => what)).toEqual(['orders may depend on billing']);
    expect(answer.dependencies).toHaveLength(1);
    expect((answer as unknown as { head: { commit: string } }).head.commit).toBe(head);
  });

  test('a wildcard, half the tree renamed, a binary file, a submodule, a merge: an answer each', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `src/orders/f${i}.ts`,
        `export const f${i} = ${i};\nexport const g${i} = [${i}];\n`,
      ]),
    );
    repo.git('checkout', '-q', 'main');
    repo.write(many);
    repo.commit('many');
    repo.git('checkout', '-qB', 'change');
    repo.git('mv', 'src/orders', 'src/sales');
    repo.write({
      'architecture.jsonc': policy('').replace('src/orders', 'src/sales'),
      'src/sales/logo.ts': new Uint8Array([0, 1, 2, 255]),
    });
    repo.commit('rename');
    const sub = fixture({ 'a.ts': 'export const a = 1;\n' });
    sub.commit();
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', sub.root, 'src/sub');
    repo.commit('submodule');
    repo.git('checkout', '-q', 'main');
    repo.write({ 'src/billing/more.ts': 'export const more = 1;\n' });
    repo.commit('main goes on');
    repo.git('checkout', '-q', 'change');
    repo.git('merge', '-q', '--no-edit', 'main');
    const answer = await review();
    expect(answer.permissions.widenings.map(({ what }) => what)).toEqual([]);
    expect([answer.exit, answer.dependencies]).toEqual([0, []]);
  });

  test('no base, no repository, no history: status 2 and what to do', async () => {
    expect(await review('nope')).toMatchObject({
      exit: 2,
      status: 'not_checked',
      reason: expect.stringContaining('git knows no commit nope'),
    });
    const bare = fixture(files);
    const outside = await bare.run(['review']);
    expect([outside.status, outside.err]).toEqual([2, expect.stringContaining('not in a git repository')]);
    repo.commit('second');
    const shallow = newFolder();
    repo.git('clone', '-q', '--depth', '1', `file://${repo.root}`, shallow);
    const cut = await lintel(['review', 'HEAD~1'], { cwd: shallow, env: { XDG_CACHE_HOME: repo.cache } });
    expect([cut.status, cut.err]).toEqual([2, expect.stringMatching(/shallow.*git fetch --unshallow/)]);
  });
});
