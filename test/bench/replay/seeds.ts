import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Snapshot } from '../../../core/index.js';

/** One edit that is wrong on purpose: a line added at the top of a file that exists, or a new file. */
export interface Seed {
  readonly kind: string;
  readonly path: string;
  readonly line: string;
  /** Rules of which one must be named. */
  readonly rules: readonly string[];
}

/** A small generator: the same seeds in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

interface Place {
  readonly path: string;
  readonly module: string;
  readonly exported: readonly string[];
}

/**
 * Seeds over a tree with a policy. What is forbidden is read from the policy's own words (`dependsOn`, `entryPoints`), not
 * asked of the checker.
 */
export function seedsFor(root: string, snapshot: Snapshot, count: number): readonly Seed[] {
  const next = numbers(20261130);
  const { policy, graph } = snapshot;
  const places: Place[] = graph.files.flatMap(path => {
    const module = policy.moduleOf(path)?.id;
    if (module === undefined || policy.isTest(path) || path.endsWith('.d.ts')) return [];
    const text = readFileSync(join(root, path), 'utf8');
    const exported = [...text.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
    return [{ path, module, exported }];
  });
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const dependsOn = new Map(
    policy.modules.map(module => [
      module.id,
      new Set(
        (module.dependsOn ?? []).flatMap(({ to }) => (to.kind === 'module' ? [to.id] : to.kind === 'any' ? ['*'] : [])),
      ),
    ]),
  );
  const related = (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
  const seeds: Seed[] = [];
  const seen = new Set<string>();
  const add = (seed: Seed) => {
    const key = `${seed.kind} ${seed.path} ${seed.line}`;
    if (!seen.has(key)) seeds.push(seed);
    seen.add(key);
  };
  const dependency = ['arch/dependency-not-allowed', 'arch/layer-order', 'arch/deep-import', 'arch/cycle'];
  for (let tries = 0; seeds.length < count && tries < count * 60; tries++) {
    const from = pick(places);
    const to = pick(places);
    const name = to.exported[0];
    switch (tries % 5) {
      case 0: {
        const allowed = dependsOn.get(from.module);
        if (!name || !allowed || allowed.has('*') || allowed.has(to.module) || related(from.module, to.module)) break;
        add({ kind: 'forbidden import', path: from.path, line: importOf(from, to, name), rules: dependency });
        break;
      }
      case 1: {
        // Past the entry points of a module that may be entered.
        const target = policy.module(to.module);
        const allowed = dependsOn.get(from.module);
        if (!name || !target?.entryPoints || !allowed?.has(to.module) || related(from.module, to.module)) break;
        const isEntry = target.entryPoints.expose.some(({ glob }) => glob === to.path);
        if (!isEntry) add({ kind: 'deep import', path: from.path, line: importOf(from, to, name), rules: dependency });
        break;
      }
      case 2: {
        // The other way round of an import between two files of a module.
        const edge = pick(graph.edges(from.path));
        if (edge?.kind !== 'eager' || edge.target.kind !== 'file' || from.exported.length === 0) break;
        const back = places.find(({ path }) => edge.target.kind === 'file' && path === edge.target.path);
        if (back?.module !== from.module) break;
        const value = from.exported[0] ?? '';
        add({
          kind: 'cycle closed',
          path: back.path,
          line: `${importOf(back, from, value)}\nexport const closed = ${value};`,
          rules: ['arch/cycle'],
        });
        break;
      }
      case 3: {
        const invented = pick(['fast-path-utils', 'ts-result-kit', '@acme/logger', 'node-safe-json', 'lodash-lite']);
        add({
          kind: 'invented package',
          path: from.path,
          line: `import tool from '${invented}';`,
          rules: ['arch/undeclared-dependency', 'arch/external-not-allowed'],
        });
        break;
      }
      default:
        if (from.module.startsWith('core') && from.module !== 'core/host')
          add({
            kind: 'forbidden call',
            path: from.path,
            line: `export const seededAt = Date.now();`,
            rules: ['arch/forbidden-call'],
          });
    }
  }
  return seeds;
}

function importOf(from: Place, to: Place, name: string): string {
  const way = relative(dirname(from.path), to.path).replaceAll('\\', '/').replace(/\.ts$/, '.js');
  return `import { ${name} as seeded } from '${way.startsWith('.') ? way : `./${way}`}';`;
}
