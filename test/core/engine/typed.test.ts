import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { noFactsCache } from '../../../core/engine/extraction/facts-cache.js';
import { inProcessFrontEnd } from '../../../core/engine/extraction/front-end.js';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { Workspace } from '../../../core/engine/workspace.js';
import { diskFileSystem } from '../../../core/files/disk.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';
import type { TypeOracle } from '../../../core/types/oracle.js';
import { folderWith, open, write } from '../types/fixture.js';

const parser = typescriptParser();

/** What a call calls is told by inference alone: no annotation names the type of what `kept` gives back. */
const files = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "nodenext" } }',
  'package.json': '{ "name": "typed", "type": "module" }',
  'src/store.ts': `
export function kept<T>(value: T): T { return value; }
export class MissingError extends Error {}
export const make = () => ({
  find(id: string): string { if (id === '') throw new MissingError(id); return id; },
  count(list: readonly number[]) { return list.reduce((sum, each) => sum + each, 0); },
});
`,
  'src/service.ts': `
import { kept, make } from './store.js';
const store = kept(make());
export function load(id: string): string { return store.find(id); }
`,
  // Tells where it runs, and every edit of another file leaves it so.
  'src/disk.ts':
    "import { readFileSync } from 'node:fs';\nexport const read = (path: string) => readFileSync(path, 'utf8');\n",
  'src/page.ts': `
import { load } from './service.js';
export function page(id: string): string { return load(id); }
`,
};

const opened: Workspace[] = [];

async function openWith(root: string, types: TypeOracle | 'off'): Promise<Workspace> {
  const workspace = await Workspace.open({
    fs: diskFileSystem(root),
    means: { frontEnd: inProcessFrontEnd(() => parser), cache: noFactsCache, today: '2026-06-30' },
    types,
  });
  opened.push(workspace);
  return workspace;
}

afterAll(async () => {
  for (const workspace of opened) await workspace.close();
});

/** All contracts as text: what differs here differs for somebody. */
function contractsOf(snapshot: Snapshot): string {
  const contracts = snapshot.state.files.map(path => {
    const file = snapshot.failures.file(path);
    return [path, file?.environment, file?.ir.functions.map((_, index) => file.contract(index))];
  });
  return JSON.stringify(contracts);
}

function modesOf(snapshot: Snapshot, path: string, name: string): { modes: string[]; closed: boolean } {
  const file = snapshot.failures.file(path)!;
  const { modes, closed } = file.contract(file.ir.functions.findIndex(fn => fn.name === name));
  return { modes: modes.map(mode => mode.type), closed };
}

const typed = async (snapshot: Snapshot): Promise<Snapshot> => (await snapshot.withTypes()).snapshot;

/** An oracle that notes what is asked: the file and the text of the callee. */
function noting(oracle: TypeOracle, asked: string[]): TypeOracle {
  const texts = new Map<string, string>();
  return {
    ...oracle,
    state: () => oracle.state(),
    refresh: () => oracle.refresh(),
    close: () => oracle.close(),
    update: changes => {
      for (const { path, text } of changes) texts.set(path, text ?? '');
      oracle.update(changes);
    },
    ask: (batch, signal) => {
      for (const { path, callees } of batch)
        for (const { start, end } of callees) asked.push(`${path} ${texts.get(path)?.slice(start, end)}`);
      return oracle.ask(batch, signal);
    },
  };
}

describe('contracts with types', () => {
  test('know what only inference tells, and the untyped snapshot stays as it was', async () => {
    const root = folderWith(files);
    const workspace = await openWith(root, open(root));
    const { snapshot } = workspace;
    expect(modesOf(snapshot, 'src/page.ts', 'page')).toEqual({ modes: [], closed: false });
    const known = await typed(snapshot);
    expect(known.types).toMatchObject({ mode: 'full', notChecked: [] });
    expect(modesOf(known, 'src/page.ts', 'page')).toEqual({ modes: ['MissingError'], closed: true });
    expect(modesOf(snapshot, 'src/page.ts', 'page').closed).toBe(false);
    expect(snapshot.types.mode).toBe('off');
  });

  test('after edits are those of a fresh workspace over the same texts', async () => {
    const root = folderWith(files);
    const workspace = await openWith(root, open(root));
    await typed(workspace.snapshot);
    const edits: [path: string, text: string][] = [
      // Another text of the caller.
      ['src/service.ts', `// moved\n${files['src/service.ts']}`],
      // The type of what is called changes where the caller's text does not.
      ['src/store.ts', files['src/store.ts'].replace('find(id: string): string {', 'find(id: string) {\n')],
      ['src/store.ts', files['src/store.ts'].replace('find(', 'seek(')],
      ['src/store.ts', `export class Shifted {}\n${files['src/store.ts']}`],
      ['src/page.ts', files['src/page.ts'].replace('return load(id)', 'try { return load(id); } catch { return ""; }')],
      ['src/new.ts', "import { kept, make } from './store.js';\nexport const total = () => kept(make()).count([1]);\n"],
    ];
    for (const [at, [path, text]] of edits.entries()) {
      // Some are typed into an editor, some are saved.
      if (at % 2 === 0) await workspace.apply([{ path, text }]);
      else {
        write(root, path, text);
        await workspace.take({ dropped: [path], changed: [path] });
      }
      const now = await typed(workspace.snapshot);
      expect(now.types.mode, path).toBe('full');
      const texts = Object.fromEntries(now.state.files.map(file => [file, now.text(file)!]));
      const settings = { 'tsconfig.json': files['tsconfig.json'], 'package.json': files['package.json'] };
      const fresh = folderWith({ ...settings, ...texts });
      const opened = (await openWith(fresh, open(fresh))).snapshot;
      // Asked first, those without types are made with nothing to take from; here they take from those with types.
      const written = contractsOf(opened);
      expect(contractsOf(now), `${at}: ${path}`).toBe(contractsOf(await typed(opened)));
      if (at % 2 === 1) expect(contractsOf(workspace.snapshot), `${at}: ${path}, as written`).toBe(written);
    }
  }, 120_000);

  test('after an edit within one function ask about nothing else', async () => {
    const root = folderWith(files);
    const asked: string[] = [];
    const workspace = await openWith(root, noting(open(root), asked));
    // Typed in, as what the disk had is gone once it is written over.
    const text = `${files['src/service.ts']}export function all(): number { return store.count([1]); }\n`;
    await workspace.apply([{ path: 'src/service.ts', text }]);
    await typed(workspace.snapshot);
    const page = (at: Snapshot) => at.state.failures.of(at.state).program.members.get('src/page.ts');
    const linked = page(await typed(workspace.snapshot));
    asked.length = 0;
    await workspace.apply([{ path: 'src/service.ts', text: text.replace('return store.find', 'return  store.find') }]);
    const known = await typed(workspace.snapshot);
    expect(asked).toEqual(['src/service.ts store.find']);
    expect(known.types.mode).toBe('full');
    expect(modesOf(known, 'src/page.ts', 'page')).toEqual({ modes: ['MissingError'], closed: true });
    // Who imports the file sees nothing of it.
    expect(page(known)?.callees).toBe(linked?.callees);
  });

  test('say what they leave for later, however often they ask', async () => {
    const chain = `
import { kept, make } from './store.js';
export class Chain { next() { return kept(make()); } }
const chain = kept(new Chain());
export function run(): string { return chain.next().find('a'); }
`;
    const root = folderWith({ ...files, 'src/chain.ts': chain });
    const workspace = await openWith(root, open(root));
    await typed(workspace.snapshot);
    const text = files['src/store.ts'].replace('find(id: string): string {', 'find(id: string) {');
    const changes = [
      { path: 'src/store.ts', text },
      { path: 'src/chain.ts', text: `${chain}export const again = () => kept(new Chain()).next().count([]);\n` },
    ];
    const first = await (await workspace.apply(changes)).withTypes({ first: new Set(['src/chain.ts']) });
    expect(first.isPreliminary).toBe(true);
    expect(first.snapshot.types.mode).toBe('partial');
    const { snapshot, isPreliminary } = await workspace.snapshot.withTypes();
    expect(isPreliminary).toBe(false);
    expect(snapshot.types.mode).toBe('full');
  });

  test('of a proposal are about the proposed text, and those of the workspace stay its own', async () => {
    const root = folderWith(files);
    const workspace = await openWith(root, open(root));
    const known = await typed(workspace.snapshot);
    const text = files['src/store.ts'].replace('throw new MissingError(id)', 'throw new RangeError(id)');
    const proposed = await typed(await workspace.snapshot.with([{ path: 'src/store.ts', text }]));
    expect(modesOf(proposed, 'src/page.ts', 'page').modes).toEqual(['RangeError']);
    expect(modesOf(known, 'src/page.ts', 'page').modes).toEqual(['MissingError']);
    expect(contractsOf(await typed(workspace.snapshot))).toBe(contractsOf(known));
  });

  test('are never those of a text that the disk no longer has', async () => {
    const root = folderWith(files);
    const workspace = await openWith(root, open(root));
    // Saved before anybody heard of it: the checker reads the new text, the snapshot has the old one.
    write(root, 'src/service.ts', files['src/service.ts'].replace('export function', '/* later */ export function'));
    const late = await typed(workspace.snapshot);
    expect(late.types).toMatchObject({ mode: 'partial', notChecked: [{ what: 'types of files', count: 1 }] });
    expect(modesOf(late, 'src/service.ts', 'load')).toEqual({ modes: [], closed: false });
    await workspace.refresh(['src/service.ts']);
    expect((await typed(workspace.snapshot)).types.mode).toBe('full');
  });

  test('know which calls of packages give promises, by their declarations', async () => {
    const root = folderWith({
      ...files,
      'node_modules/mailer/package.json': '{ "name": "mailer", "version": "1.0.0", "types": "index.d.ts" }',
      'node_modules/mailer/index.d.ts': `
export interface Mailer {
  send(text: string): Promise<void>;
  later: (text: string) => Promise<void>;
  ask(text: string): Promise<string>;
  ask(text: string, done: () => void): void;
  close(): void;
}
export const mailer: { readonly main: Mailer };
`,
      'src/post.ts': `
import { mailer } from 'mailer';
import { kept } from './store.js';
const main = kept(mailer.main);
export function post() { return main.send(''); }
export function later() { return main.later(''); }
export function ask() { return main.ask('', () => {}); }
export function shut() { return main.close(); }
`,
    });
    const { snapshot } = await openWith(root, open(root));
    const known = await typed(snapshot);
    const file = known.failures.file('src/post.ts')!;
    const isAsync = (name: string) => file.contract(file.ir.functions.findIndex(fn => fn.name === name)).isAsync;
    expect(['post', 'later', 'ask', 'shut'].filter(isAsync)).toEqual(['post', 'later']);
  });

  test('are not made where types are off, and coverage says so', async () => {
    const root = folderWith(files);
    const workspace = await openWith(root, 'off');
    const { snapshot } = await workspace.snapshot.withTypes();
    expect(modesOf(snapshot, 'src/page.ts', 'page').closed).toBe(false);
    expect(snapshot.report().coverage).toMatchObject({
      typed: 'off',
      complete: false,
      notChecked: [{ what: 'types', count: 1, why: 'off' }],
    });
    rmSync(root, { recursive: true });
  });
});
