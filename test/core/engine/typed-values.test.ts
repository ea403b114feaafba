import { afterAll, describe, expect, test } from 'vitest';
import { noFactsCache } from '../../../core/engine/extraction/facts-cache.js';
import { inProcessFrontEnd } from '../../../core/engine/extraction/front-end.js';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { Workspace } from '../../../core/engine/workspace.js';
import { diskFileSystem } from '../../../core/files/disk.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';
import type { TypeOracle } from '../../../core/types/oracle.js';
import { compilers, folderWith, open, tidy } from '../types/fixture.js';

const parser = typescriptParser();

const settings = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "nodenext" } }',
  'package.json': '{ "name": "values", "type": "module" }',
  'node_modules/requests/package.json': '{ "name": "requests", "version": "1.0.0", "types": "index.d.ts" }',
  'node_modules/requests/index.d.ts': `
export declare class RequestFailure extends Error { readonly status: number }
export declare class HttpFault extends RequestFailure {}
export declare class Dropped extends HttpFault {}
export declare class Other extends Error {}
export declare function failureOf(id: string): HttpFault;
export declare function parse(text: string): { ok: true; value: number } | { ok: false; error: Error };
export declare function send(text: string): Promise<{ success: true } | { success: false; why: string }>;
export declare function plain(text: string): { kind: 'circle' } | { kind: 'square' };
declare class Ok<T> { isErr(): boolean; value: T }
declare class Err<E> { isErr(): boolean; error: E }
export declare function checked(text: string): Ok<number> | Err<Error>;
`,
};

const source = `
import { checked, Dropped, failureOf, HttpFault, Other, parse, plain, RequestFailure, send } from 'requests';

class OwnFault extends HttpFault {}

export function ofPackage(id: string): string {
  try {
    if (id === '') throw new Dropped(id);
    return id;
  } catch (err) {
    if (err instanceof RequestFailure) return 'request';
    throw err;
  }
}
export function ofWorkspace(id: string): string {
  try {
    if (id === '') throw new OwnFault(id);
    return id;
  } catch (err) {
    if (err instanceof RequestFailure) return 'request';
    throw err;
  }
}
export function ofAnother(id: string): string {
  try {
    if (id === '') throw new Dropped(id);
    return id;
  } catch (err) {
    if (err instanceof Other) return 'other';
    throw err;
  }
}
export function made(id: string): string {
  if (id === '') throw failureOf(id);
  return id;
}
const makers = { own: (id: string) => new OwnFault(id) };
export function inferred(id: string): string {
  if (id === '') throw makers.own(id);
  return id;
}
export function read(text: string): number {
  const result = parse(text);
  if (!result.ok) throw new Dropped('no number');
  return result.value;
}
export function handedOn(text: string) {
  return parse(text);
}
export function dropped(text: string): void {
  parse(text);
  plain(text);
  checked(text);
}
export async function droppedLater(text: string): Promise<void> {
  await send(text);
}
`;

const opened: Workspace[] = [];

async function snapshotWith(root: string, types: TypeOracle): Promise<Snapshot> {
  const workspace = await Workspace.open({
    fs: diskFileSystem(root),
    means: { frontEnd: inProcessFrontEnd(() => parser), cache: noFactsCache, today: '2026-06-30' },
    types,
  });
  opened.push(workspace);
  return (await workspace.snapshot.withTypes()).snapshot;
}

afterAll(async () => {
  for (const workspace of opened) await workspace.close();
  await tidy();
});

describe.each(compilers)('with %s', compiler => {
  let made: Promise<Snapshot> | undefined;
  const snapshot = (): Promise<Snapshot> => {
    const root = folderWith({ ...settings, 'src/use.ts': source });
    made ??= snapshotWith(root, open(root, { compiler }));
    return made;
  };
  async function contract(name: string) {
    const file = (await snapshot()).failures.file('src/use.ts')!;
    return file.contract(file.ir.functions.findIndex(fn => fn.name === name));
  }
  const typesOf = async (name: string) => (await contract(name)).modes.map(mode => mode.type);

  test('a handler of a base takes what extends it in the package', async () => {
    expect(await contract('ofPackage')).toMatchObject({ modes: [], closed: true });
    expect(await contract('ofWorkspace')).toMatchObject({ modes: [] });
  });

  test('a handler of another class of the package does not', async () => {
    expect(await typesOf('ofAnother')).toEqual(['Dropped']);
  });

  test('a thrown value is what its inferred type says', async () => {
    expect(await typesOf('made')).toEqual(['HttpFault']);
    expect(await typesOf('inferred')).toEqual(['OwnFault']);
  });

  test('a result union of a package is a failure on the way of values', async () => {
    const { returns } = await contract('handedOn');
    expect(returns.map(({ tags, modes }) => [tags, modes.map(mode => mode.channel)])).toEqual([
      [{ ok: true }, []],
      [{ ok: false }, ['return']],
    ]);
    expect(await typesOf('read')).toEqual(['Dropped']);
  });

  test('a result that nobody looks at is reported', async () => {
    const { findings } = await snapshot();
    const ignored = findings.filter(({ rule }) => rule === 'contract/ignored-failure-return');
    expect(ignored.map(({ site }) => site)).toEqual(['parse(text)', 'checked(text)', 'send(text)']);
  });
});
