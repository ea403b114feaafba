import { beforeAll, expect, test } from 'vitest';
import { behaviourDelta } from '../../../core/engine/behaviour/behaviour-changes.js';
import type { Workspace } from '../../../core/engine/workspace.js';
import { openFiles } from '../../harness/check-files.js';

// Each function throws on a request, and one other function calls it, by another way.
const files = {
  'package.json': '{ "name": "shop", "type": "module" }',
  'src/load.ts': `export class Missing extends Error {}
export function byAwaitedImport(id: string): string {
  if (id === '') throw new Missing();
  return id;
}
export function byNamesOfAwaitedImport(id: string): string {
  if (id === '') throw new Missing();
  return id;
}
export function byTypeofImport(id: string): string {
  if (id === '') throw new Missing();
  return id;
}
export function byReExport(id: string): string {
  if (id === '') throw new Missing();
  return id;
}
function byAlias(id: string): string {
  if (id === '') throw new Missing();
  return id;
}
export const api = { aliased: byAlias };
export function byBind(id: string): string {
  if (id === '') throw new Missing();
  return id;
}
`,
  'src/index.ts': "export { byReExport as renamed } from './load.js';\nexport * as all from './load.js';\n",
  'src/store.ts': `import { Missing } from './load.js';
export interface Reads { byInterface(id: string): string }
export interface Store extends Reads { byBaseInterface(id: string): string }
export abstract class Base implements Store {
  abstract byInterface(id: string): string;
  byBaseInterface(id: string): string { return id; }
  byBaseClass(id: string): string { return id; }
}
export class Disk extends Base {
  byInterface(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  override byBaseInterface(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  override byBaseClass(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  byElement(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  byMapValue(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  byMapEntry(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  byThen(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  byInjectedField(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  byMade(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  static byStaticThis(id: string): string {
    if (id === '') throw new Missing();
    return id;
  }
  static usesStaticThis() { return this.byStaticThis('1'); }
}
`,
  'src/calls.ts': `import { all, renamed } from './index.js';
import { api, byBind } from './load.js';
import { type Base, Disk, type Reads, type Store } from './store.js';
type Loader = typeof import('./load.js');
async function loader(): Promise<Loader> { return import('./load.js'); }
async function disk(): Promise<Disk> { return new Disk(); }
const disks = new Map<string, Disk>();

export async function awaitsImport() { return (await import('./load.js')).byAwaitedImport('1'); }
export async function takesNames() {
  const { byNamesOfAwaitedImport } = await import('./load.js');
  return byNamesOfAwaitedImport('1');
}
export async function usesTypeof() { const load = await loader(); return load.byTypeofImport('1'); }
export function usesReExport() { return renamed('1') + all.api.aliased('1'); }
export function usesAlias() { return api.aliased('1'); }
export function binds() { return byBind.call(undefined, '1'); }
export function usesInterface(reads: Reads) { return reads.byInterface('1'); }
export function usesBaseInterface(store: Store) { return store.byBaseInterface('1'); }
export function usesBaseClass(base: Base) { return base.byBaseClass('1'); }
export function usesElement(list: readonly Disk[]) { return list.filter(each => each !== undefined).map(each => each.byElement('1')); }
export function usesMapValue() { return [...disks.values()].map(each => each.byMapValue('1')); }
export function usesMapEntry(id: string) { return disks.get(id)?.byMapEntry('1'); }
export function usesThen() { return disk().then(each => each.byThen('1')); }
export class Service {
  constructor(private readonly store: Disk) {}
  usesInjectedField() { return this.store.byInjectedField('1'); }
}
export function usesMade() { const made = new Disk(); return made.byMade('1'); }
`,
};

const expected: Readonly<Record<string, readonly string[]>> = {
  byAwaitedImport: ['awaitsImport'],
  byNamesOfAwaitedImport: ['takesNames'],
  byTypeofImport: ['usesTypeof'],
  byReExport: ['usesReExport'],
  byAlias: ['usesAlias', 'usesReExport'],
  byBind: ['binds'],
  byInterface: ['usesInterface'],
  byBaseInterface: ['usesBaseInterface'],
  byBaseClass: ['usesBaseClass'],
  byElement: ['usesElement'],
  byMapValue: ['usesMapValue'],
  byMapEntry: ['usesMapEntry'],
  byThen: ['usesThen'],
  byInjectedField: ['Service.usesInjectedField'],
  byMade: ['usesMade'],
  byStaticThis: ['Disk.usesStaticThis'],
};

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openFiles(files);
});

/** All functions return nothing where they threw. */
test('the callers of a function are found by whatever way they call it', async () => {
  const { snapshot } = workspace;
  const head = await snapshot.with(
    (['src/load.ts', 'src/store.ts'] as const).map(path => ({
      path,
      text: files[path].replaceAll('throw new Missing();', "return '';"),
    })),
  );
  const delta = behaviourDelta(snapshot, head);
  if (delta.status === 'not_checked') throw new Error(delta.reason);
  const found = delta.functions.map(({ symbol, callers }) => [
    symbol.slice(symbol.indexOf('.') + 1),
    [...new Set(callers.map(each => each.symbol.replace(/(\.~\d+)+$/, '')))].sort(),
  ]);
  expect(Object.fromEntries(found)).toEqual(expected);
});
