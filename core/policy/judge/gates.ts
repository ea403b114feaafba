import type { FilePath } from '../../files/paths.js';
import { compileGlob, type Glob } from '../globs.js';
import type { Interface, Module } from '../policy.js';
import type { CompiledPolicy, Gate } from './compiled.js';

/** A gate that a file stands behind; `names` undefined: with everything it exports. */
export interface OpenGate {
  readonly gate: Gate;
  readonly names: ReadonlySet<string> | undefined;
}

/** The ways into a module, compiled. */
export interface Exposure {
  /** The module itself, as `dependsOn` names it. */
  readonly own: Gate;
  /** Gates the module declares that the path stands behind, its entry points first; memoised per path. */
  declared(path: FilePath): readonly OpenGate[];
}

interface CompiledGate {
  readonly gate: Gate;
  readonly expose: readonly { readonly glob: Glob; readonly names: readonly string[] | undefined }[];
}

/** Compiles entry points and interfaces of a module. */
export function compileExposure(module: Module): Exposure {
  const own: Gate = { module, text: module.id };
  const gates: CompiledGate[] = [
    ...(module.entryPoints ? [{ gate: own, expose: exposeOf(module.entryPoints) }] : []),
    ...module.interfaces.map(each => ({
      gate: { module, interface: each, text: `${module.id}::${each.name}` },
      expose: exposeOf(each),
    })),
  ];
  const memo = new Map<FilePath, readonly OpenGate[]>();
  return {
    own,
    declared(path) {
      if (gates.length === 0) return [];
      const known = memo.get(path);
      if (known) return known;
      const open = gates.flatMap(gate => openGate(gate, path) ?? []);
      memo.set(path, open);
      return open;
    },
  };
}

/**
 * All gates a file stands behind for an importer. A module without entry points is open in every file but those that an
 * interface with conditions of its own (`visibleTo`, `contexts`) claims. A module that contains the file's module and not
 * the importer may publish the file too.
 */
export function gatesOf(
  compiled: CompiledPolicy,
  importer: Module,
  target: Module,
  path: FilePath,
): readonly OpenGate[] {
  const exposure = compiled.exposures.get(target);
  if (!exposure) return [];
  const relation = compiled.relation(importer, target);
  if (relation === 'inside') return [{ gate: exposure.own, names: undefined }];
  const declared = exposure.declared(path);
  const open =
    target.entryPoints || declared.some(isRestricted)
      ? declared
      : [{ gate: exposure.own, names: undefined }, ...declared];
  if (target.parent === undefined) return open;
  const published: OpenGate[] = [];
  for (let up = compiled.byId(target.parent); up; up = up.parent === undefined ? undefined : compiled.byId(up.parent)) {
    const above = compiled.relation(importer, up);
    if (above === 'self' || above === 'inside') break;
    published.push(...(compiled.exposures.get(up)?.declared(path) ?? []));
  }
  return published.length === 0 ? open : [...open, ...published];
}

function isRestricted({ gate, names }: OpenGate): boolean {
  return names === undefined && (gate.interface?.visibleTo ?? gate.interface?.contexts) !== undefined;
}

function exposeOf({ expose }: Interface): CompiledGate['expose'] {
  return expose.map(({ glob, names }) => ({ glob: compileGlob(glob), names }));
}

function openGate({ gate, expose }: CompiledGate, path: FilePath): OpenGate | undefined {
  const matching = expose.filter(({ glob }) => glob.matches(path));
  if (matching.length === 0) return undefined;
  if (matching.some(({ names }) => names === undefined)) return { gate, names: undefined };
  return { gate, names: new Set(matching.flatMap(({ names }) => names ?? [])) };
}
