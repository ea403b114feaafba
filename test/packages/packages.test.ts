import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../core/engine/snapshot.js';
import { relativeSpecifier } from '../../core/files/paths.js';
import type { EdgeTarget } from '../../core/graph/edge.js';
import type { Resolution } from '../../core/resolve/resolution.js';
import { lintel } from '../cli/run-lintel.js';
import { compareWithTypeScript, type Verdict } from '../core/resolve/oracle/differential.js';
import { areInstalled, folder } from './install.js';
import { openFolder } from './open-folder.js';
import { type Arcs, circles } from './reachability.js';

/** What is true of each package, looked up by hand. */
interface Package {
  /** Folders that are left behind: effect's build output would double the time. */
  readonly without: readonly string[];
  /** Imports that lead nowhere, in truth. */
  readonly nowhere: readonly string[];
  /** How many files lie in each cycle of files, by the kind that closes it. */
  readonly cycles: Readonly<Record<'eager' | 'deferred' | 'type', readonly number[]>>;
}

const packages: Readonly<Record<string, Package>> = {
  // The bundle is made from build output of another layout.
  rxjs: {
    without: [],
    nowhere: ['src/Rx.global.js ../dist/package/Rx'],
    cycles: { eager: [], deferred: [], type: [2, 2, 2, 10] },
  },
  // Its exports do not name the folder; in its own repository a path alias does.
  '@trpc/server': {
    without: [],
    nowhere: ['src/unstable-core-do-not-import/stream/jsonl.ts @trpc/server/vendor/is-plain-object'],
    cycles: { eager: [], deferred: [], type: [2, 2, 20] },
  },
  effect: {
    without: ['dist'],
    nowhere: [],
    cycles: {
      eager: [],
      deferred: [],
      type: [...Array(13).fill(2), 3, 3, 3, 3, 4, 4, 5, 5, 5, 6, 9, 9, 13, 18, 159],
    },
  },
  // Sources and two builds of them, as published.
  zod: { without: [], nowhere: [], cycles: { eager: [2], deferred: [], type: [8, 8, 8, 78, 78, 79] } },
};

/** Answers of TypeScript that ours may differ from, and why: it does not follow what is not there. */
const explained: readonly Verdict[] = [
  'same',
  'both nowhere',
  'built-in',
  'package not installed',
  'resource: a file that TypeScript does not resolve',
  'workspace package: not linked or not built, so TypeScript finds nothing',
  'build output: led back to source',
];

const present = areInstalled();
test.runIf(process.env.CI === 'true')(
  'the packages are there: where everything must be tested nothing is skipped',
  () => {
    expect(present).toBe(true);
  },
);

describe.skipIf(!present)('packages that ship their source (skipped: the npm registry is out of reach)', () => {
  describe.each(Object.entries(packages))('%s', (name, { without, nowhere, cycles }) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-package-')));
    let snapshot: Snapshot;

    beforeAll(async () => {
      const source = `${folder}/node_modules/${name}`;
      cpSync(source, root, {
        recursive: true,
        filter: path => !['node_modules', ...without].some(left => path === `${source}/${left}`),
      });
      snapshot = await openFolder(root);
    });
    afterAll(() => rmSync(root, { recursive: true, force: true }));

    test('every edge goes where TypeScript says', () => {
      const { graph, moment } = snapshot;
      const { fs, layout, resolver } = moment.situation;
      const answers = new Map<string, Resolution>();
      const requests = graph.files
        .filter(path => path.startsWith('src/'))
        .flatMap(from => {
          const { imports } = graph.facts(from)!;
          return graph.edges(from).flatMap(({ import: site, target }) => {
            const { specifier, form } = imports[site]!;
            const answer = resolutionOf(target);
            if (specifier === undefined || answer === undefined || !statements.has(form)) return [];
            answers.set(`${from}\0${specifier}`, answer);
            return [{ from, specifier, mode: 'import' as const }];
          });
        });
      const ours = {
        ...resolver,
        resolve: ({ from, specifier }: { from: string; specifier: string }) => answers.get(`${from}\0${specifier}`)!,
      };
      const { counts, differences } = compareWithTypeScript(fs, layout, ours, requests);
      const unexplained = [...differences]
        .filter(([verdict]) => !explained.includes(verdict))
        .flatMap(([, list]) => list);
      expect(unexplained).toEqual([]);
      expect(counts.get('same')).toBeGreaterThan(200);
    });

    test('without a policy nothing is unresolved that is there, and the coverage adds up', () => {
      const { coverage, counts, findings } = snapshot.report({ minSeverity: 'hint' });
      const edges = snapshot.graph.files.flatMap(path => snapshot.graph.edges(path));
      const leading = (kind: EdgeTarget['kind']) => edges.filter(({ target }) => target.kind === kind).length;
      const unresolved = findings.filter(({ rule }) => rule === 'arch/unresolved-import');
      expect(unresolved.map(({ path, dependency }) => `${path} ${dependency?.to.replace('unresolved:', '')}`)).toEqual(
        nowhere,
      );
      expect(findings.filter(({ rule }) => rule.startsWith('lintel/') && rule !== 'lintel/file-skipped')).toEqual([]);
      expect(coverage).toMatchObject({
        files: snapshot.graph.files.length,
        unresolvedImports: leading('unresolved'),
        unknownTargets: leading('unknown'),
        unassignedFiles: 0,
        parseErrors: 0,
      });
      const notInstalled = edges.filter(
        ({ target }) => target.kind === 'external' && !target.builtin && !target.installed,
      );
      expect(coverage.notChecked.find(({ why }) => why === 'not-installed')?.count ?? 0).toBe(notInstalled.length);
      expect(counts.error + counts.warning + counts.information + counts.hint).toBe(findings.length);
    });

    test.each(['eager', 'deferred', 'type'] as const)(
      '%s cycles are those that reachability alone finds',
      async kind => {
        const policy = `{ "modules": [{ "id": "all", "path": "**" }], "cycles": [{ "scope": "file", "kinds": ["${kind}"] }] }`;
        const { findings } = (await snapshot.with([{ path: 'architecture.jsonc', text: policy }])).architecture;
        const found = findings.filter(({ rule }) => rule === 'arch/cycle').map(({ data }) => data?.members as string[]);
        const { stronger, all } = masks[kind];
        const known = circles(arcsOf(root, stronger)).map(members => members.join());
        const expected = circles(arcsOf(root, all)).filter(members => !known.includes(members.join()));
        expect(sorted(found)).toEqual(sorted(expected));
        expect(found.map(members => members.length).sort((a, b) => a - b)).toEqual(cycles[kind]);
      },
    );

    test('init, then check finds nothing; then a forbidden import, and that alone', async () => {
      expect(lintel(['init', '--quiet'], { cwd: root })).toMatchObject({ status: 0, err: '' });
      // What functions do about failures is theirs: only the architecture was inferred.
      const check = () => lintel(['check', '--format', 'json', '--no-types'], { cwd: root });
      const isOfArchitecture = ({ rule }: { rule: string }) => /^(arch|config|lintel)\//.test(rule);
      const clean = check();
      expect([clean.status, JSON.parse(clean.out).findings.filter(isOfArchitecture)]).toEqual([0, []]);
      const { path, text, specifier } = await forbiddenImport(root);
      writeFileSync(
        join(root, path),
        `import * as forbidden from '${specifier}';\nexport const use = forbidden;\n${text}`,
      );
      const after = check();
      writeFileSync(join(root, path), text);
      const told = (JSON.parse(after.out) as { findings: { rule: string; path: string }[] }).findings;
      const findings = told.filter(isOfArchitecture);
      const here = findings.filter(finding => finding.path === path && violations.has(finding.rule));
      expect([after.status, here.length]).toEqual([1, 1]);
      expect(findings.filter(finding => !violations.has(finding.rule) && finding.rule !== 'arch/cycle')).toEqual([]);
    });
  });
});

/** Forms that TypeScript resolves as modules. */
const statements = new Set([
  'import',
  'side-effect',
  'export-from',
  'export-star',
  'export-namespace',
  'dynamic-import',
  'import-type',
]);
const violations = new Set(['arch/dependency-not-allowed', 'arch/layer-order', 'arch/deep-import']);
const masks = {
  eager: { stronger: [], all: ['eager'] },
  deferred: { stronger: ['eager'], all: ['eager', 'deferred'] },
  type: { stronger: ['eager', 'deferred'], all: ['eager', 'deferred', 'type'] },
} as const;

function resolutionOf(target: EdgeTarget): Resolution | undefined {
  switch (target.kind) {
    case 'file':
    case 'absent':
    case 'external':
    case 'unresolved':
      return target;
    default:
      return undefined;
  }
}

const graphs = new Map<string, { from: string; to: string; kind: string; context: string }[]>();

/** The arcs between files as `lintel graph` prints them, of some kinds, mocks left out. */
function arcsOf(root: string, kinds: readonly string[]): Arcs {
  let edges = graphs.get(root);
  if (edges === undefined) {
    const { out } = lintel(['graph', '--format', 'json', '--level', 'file'], { cwd: root });
    edges = (JSON.parse(out) as { edges: NonNullable<typeof edges> }).edges;
    graphs.set(root, edges);
  }
  const arcs = new Map<string, Set<string>>();
  for (const { from, to, kind, context } of edges) {
    if (!kinds.includes(kind) || context === 'mock' || to.startsWith('external:') || to === 'unknown') continue;
    arcs.set(from, (arcs.get(from) ?? new Set()).add(to));
  }
  return arcs;
}

function sorted(lists: readonly (readonly string[])[]): string[] {
  return lists.map(list => [...list].sort().join(' ')).sort();
}

/** An import that the policy of a root does not permit: between two modules that are strangers to each other. */
async function forbiddenImport(root: string): Promise<{ path: string; text: string; specifier: string }> {
  const snapshot = await openFolder(root);
  const { policy, graph } = snapshot;
  const lineOf = (id: string): string[] => {
    const parent = policy.module(id)?.parent;
    return parent === undefined ? [id] : [id, ...lineOf(parent)];
  };
  const fileIn = (id: string) =>
    graph.files.find(path => policy.moduleOf(path)?.id === id && !policy.isTest(path) && /(?<!\.d)\.ts$/.test(path));
  for (const from of policy.modules) {
    for (const to of policy.modules) {
      const path = fileIn(from.id);
      const target = fileIn(to.id);
      const isPermitted = from.dependsOn?.some(({ text }) => text === to.id || text === '*') ?? false;
      if (!path || !target || isPermitted || lineOf(from.id).includes(to.id) || lineOf(to.id).includes(from.id))
        continue;
      const text = snapshot.text(path) ?? '';
      return { path, text, specifier: relativeSpecifier(dirname(path), target).replace(/\.ts$/, '.js') };
    }
  }
  throw new Error(`The policy of ${root} permits everything.`);
}
