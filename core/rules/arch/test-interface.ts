import type { FilePath } from '../../files/paths.js';
import { compileGlob } from '../../policy/globs.js';
import type { Interface, Policy } from '../../policy/policy.js';

/** The interface that publishes a file to tests alone; `undefined` where another interface or no such one exposes it. */
export function testInterfaceOf(
  policy: Policy,
  path: FilePath,
): { readonly module: string; readonly name: string } | undefined {
  const module = policy.moduleOf(path);
  if (module === undefined) return undefined;
  const all = module.entryPoints === undefined ? module.interfaces : [module.entryPoints, ...module.interfaces];
  const exposing = all.filter(each => exposes(each, path));
  if (exposing.some(each => !isForTests(each))) return undefined;
  const [first] = exposing;
  return first === undefined ? undefined : { module: module.id, name: first.name ?? 'entryPoints' };
}

function isForTests({ contexts }: Interface): boolean {
  return contexts !== undefined && contexts.length > 0 && !contexts.includes('production');
}

function exposes({ expose }: Interface, path: FilePath): boolean {
  return expose.some(({ glob }) => compileGlob(glob).matches(path));
}
