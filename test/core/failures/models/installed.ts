import vm from 'node:vm';
import { areInstalled, modelledPackages } from '../../../packages/install.js';

/** Whether the packages are there; without a registry they are not. */
export const isInstalled = areInstalled(modelledPackages);

type Load = (name: string) => Promise<Record<string, unknown>>;
let loadNatively: Load | undefined;

/** A package of the pinned ones, loaded as Node loads it: past the test runner's own loader. */
export function load(name: string): Promise<Record<string, unknown>> {
  loadNatively ??= loader();
  return loadNatively(name);
}

function loader(): Load {
  const script = new vm.Script('name => import(name)', {
    filename: `${modelledPackages.folder}/load.js`,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext() as Load;
}

/** Calls a member of an object by its path: `invoke(client, 'chat.completions.create', …)`. */
export function invoke(target: unknown, path: string, ...args: unknown[]): unknown {
  const steps = path === '' ? [] : path.split('.');
  const last = steps.pop();
  let owner = target;
  for (const step of steps) owner = (owner as Record<string, unknown>)[step];
  if (last === undefined) return (target as (...all: unknown[]) => unknown)(...args);
  const method = (owner as Record<string, unknown>)[last];
  if (typeof method !== 'function') throw new Error(`${path} is no function`);
  return method.apply(owner, args);
}

/** `new module[name](…)`. */
export function construct(module: unknown, name: string, ...args: unknown[]): unknown {
  const Class = (module as Record<string, new (...all: unknown[]) => unknown>)[name];
  if (!Class) throw new Error(`${name} does not exist`);
  return new Class(...args);
}

/** A signal that aborts soon. */
export function soonAborted(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  return controller.signal;
}
