import { beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../mcp/connect.js';
import { type Fixture, fixture } from './fixture.js';

const store = (body: string) => `export class NotFound extends Error {}
const rows = new Map<string, string>();
export function find(id: string): string {
  const row = rows.get(id);
  ${body}
  return row;
}
`;
const guarded = 'if (row === undefined) throw new NotFound(id);';
const softened = "if (row === undefined) return '';";
const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'src/store.ts': store(guarded),
  'src/title.ts': `import { find } from './store.js';
export function title(id: string): string {
  return find(id).trim();
}
`,
  'src/page.ts': `import { title } from './title.js';
export const page = (id: string): string => '<h1>' + title(id) + '</h1>';
`,
};

interface Answer {
  readonly status: string;
  readonly reason?: string;
  readonly behaviour: {
    readonly status: string;
    readonly compared: number;
    readonly functions: readonly {
      readonly path: string;
      readonly basePath: string;
      readonly symbol: string;
      readonly severity: string;
      readonly changes: readonly { readonly kind: string; readonly says: string }[];
      readonly callers: readonly {
        readonly symbol: string;
        readonly isBroken: boolean;
        readonly via: readonly string[];
      }[];
    }[];
  };
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly severity: string }[];
}

async function review(
  repo: Fixture,
  ...args: readonly string[]
): Promise<Answer & { exit: number | null; err: string }> {
  const { status, out, err } = await repo.run(['review', '--format', 'json', ...args]);
  return { ...(JSON.parse(out) as Answer), exit: status, err };
}

const told = ({ behaviour }: Answer) => behaviour.functions.map(({ symbol, severity }) => `${severity} ${symbol}`);

describe('what functions do besides their signatures', () => {
  let repo: Fixture;
  beforeAll(() => {
    repo = fixture(files);
    repo.commit('first');
    repo.git('checkout', '-qb', 'change');
    repo.write({ 'src/store.ts': store(softened) });
  });

  test('the function, what it does now, who relies on it and how it is reached', async () => {
    const answer = await review(repo);
    expect([answer.exit, answer.status]).toEqual([1, 'violations']);
    expect(answer.behaviour.functions).toMatchObject([
      {
        path: 'src/store.ts',
        symbol: 'find',
        severity: 'error',
        changes: [{ kind: 'throw-to-value', says: 'returns an empty value where it threw NotFound' }],
        callers: [{ symbol: 'title', isBroken: true, via: ['src/title.ts#title', 'src/page.ts#page'] }],
      },
    ]);
    expect(answer.findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'review/behaviour-changed src/store.ts',
    ]);
  });

  test('in every format', async () => {
    const out = async (format: string) => (await repo.run(['review', '--format', format])).out;
    expect(await out('pretty')).toContain(
      'src/title.ts:3 title uses the result as it comes, relies on how it was ← page (src/page.ts)',
    );
    expect(await out('markdown')).toContain('| error | `find` | returns an empty value where it threw NotFound |');
    expect(await out('github')).toMatch(
      /^::error file=src\/store\.ts,line=5,.*title=review\/behaviour-changed::find returns/,
    );
    const sarif = JSON.parse(await out('sarif')) as { runs: { results: { codeFlows: unknown[] }[] }[] };
    expect(sarif.runs[0]?.results[0]?.codeFlows).toMatchObject([
      {
        threadFlows: [
          { locations: [{ location: { physicalLocation: { artifactLocation: { uri: 'src/title.ts' } } } }, {}] },
        ],
      },
    ]);
  });

  test('a file that moved is compared with what it was', async () => {
    repo.git('add', '-A');
    repo.git('mv', 'src/store.ts', 'src/rows.ts');
    repo.write({ 'src/title.ts': files['src/title.ts'].replace('./store.js', './rows.js') });
    repo.commit('move and soften');
    const [found] = (await review(repo)).behaviour.functions;
    expect([found?.path, found?.basePath, found?.symbol]).toEqual(['src/rows.ts', 'src/store.ts', 'find']);
  });
});

describe('revisions and repositories that are not plain', () => {
  test('a merge commit as head, a file that is no text, a submodule', async () => {
    const repo = fixture(files);
    repo.commit('first');
    const other = fixture({ 'lib/index.ts': 'export const lib = 1;\n' });
    other.commit('library');
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'vendor');
    repo.commit('with a submodule');
    repo.git('checkout', '-qb', 'change');
    repo.write({ 'src/store.ts': store(softened), 'src/logo.ts': new Uint8Array([0, 159, 146, 150, 0, 1]) });
    repo.commit('soften');
    repo.git('checkout', '-q', 'main');
    repo.write({ 'src/other.ts': 'export const other = 1;\n' });
    repo.commit('elsewhere');
    repo.git('checkout', '-q', 'change');
    repo.git('merge', '-q', '-m', 'merge', 'main');
    const answer = await review(repo, 'main', '--head', 'change');
    expect(told(answer)).toEqual(['error find']);
    expect(answer.err).toBe('');
  });

  test('half of the tree renamed is no change; a huge change is told whole and in short', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`src/a/part${i}.ts`, store(guarded).replaceAll('find', `find${i}`)]),
    );
    const repo = fixture({ ...files, ...many });
    repo.commit('first');
    repo.git('checkout', '-qb', 'change');
    repo.git('mv', 'src/a', 'src/parts');
    repo.commit('rename');
    expect((await review(repo)).behaviour).toMatchObject({ status: 'checked', functions: [] });
    for (const [path, text] of Object.entries(many))
      repo.write({ [path.replace('src/a/', 'src/parts/')]: text.replace(guarded, softened) });
    expect((await review(repo)).behaviour.functions).toHaveLength(40);
    const { out } = await repo.run(['review', '--format', 'markdown']);
    expect(out).toMatch(/; likewise .* and 33 more/);
  });
});

test('agents are told the same: verify_changes lists it, and the end of a turn asks for it where the policy says so', async () => {
  const policy = (governance: string) =>
    `{ "version": 1, "sources": { "include": ["src/**"] }, "modules": [{ "id": "shop", "path": "src" }]${governance} }\n`;
  const repo = fixture({ ...files, 'architecture.jsonc': policy(', "governance": { "behaviour": "require" }') });
  repo.commit('first');
  const server = await connect(repo);
  repo.write({ 'src/store.ts': store(softened) });
  const { answer } = await server.call('verify_changes', {});
  expect(answer).toMatchObject({ status: 'violations', counts: { error: 1 } });
  expect(answer.findings[0]).toMatchObject({ rule: 'review/behaviour-changed', at: 'src/store.ts:5' });
  const stop = async () => {
    const payload = { session_id: 's', cwd: repo.root, hook_event_name: 'Stop', stop_hook_active: false };
    return (await repo.run(['hook', '--deadline', '30000'], { input: JSON.stringify(payload) })).out;
  };
  expect(await stop()).toContain('find returns an empty value where it threw NotFound');
  repo.git('checkout', '-q', '.');
  repo.write({ 'architecture.jsonc': policy('') });
  repo.commit('the policy asks for nothing');
  repo.write({ 'src/store.ts': store(softened) });
  expect(await stop()).toBe('');
});
