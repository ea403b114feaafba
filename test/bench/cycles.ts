// The circles of files in repositories, as the first check without a policy sees them:
//   npx tsc -b test && node dist/test/bench/cycles.js <repository>...
// Edges inside the workspace, mocks and resources left out, test files included unless the row says otherwise; a file that imports itself
// is no circle here.
import { basename, resolve } from 'node:path';
import { stronglyConnected } from '../../core/graph/tarjan.js';
import { openWorkspace, type Snapshot } from '../../core/index.js';

const kinds = {
  'eager only': ['eager'],
  'eager and deferred': ['eager', 'deferred'],
  'with types': ['eager', 'deferred', 'type'],
} as const;

const columns = ['repository', 'edges counted', 'files', 'circles', 'files in circles', 'largest'];
const rows: (readonly (string | number)[])[] = [];
for (const path of process.argv.slice(2)) {
  const workspace = await openWorkspace({ root: resolve(path), cache: false });
  const { snapshot } = workspace;
  const repository = basename(resolve(path));
  const isProduction = (file: string) => !snapshot.policy.isTest(file);
  for (const [name, counted] of Object.entries(kinds)) {
    rows.push([repository, name, ...figuresOf(snapshot, counted, {})]);
    rows.push([repository, `${name}, production alone`, ...figuresOf(snapshot, counted, { isIncluded: isProduction })]);
    rows.push([repository, `${name}, without import.meta.glob`, ...figuresOf(snapshot, counted, { globs: false })]);
  }
  await workspace.close();
}
const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`;
process.stdout.write(line(columns) + line(columns.map(() => '---')) + rows.map(line).join(''));

interface Choice {
  readonly isIncluded?: (file: string) => boolean;
  /** Whether `import.meta.glob` counts. Other tools do not follow it. Default true. */
  readonly globs?: boolean;
}

function figuresOf(
  { graph }: Snapshot,
  counted: readonly string[],
  { isIncluded = () => true, globs = true }: Choice,
): readonly number[] {
  const files = graph.files.filter(isIncluded);
  const numbers = new Map(files.map((file, number) => [file, number]));
  const components = stronglyConnected(files.length, number =>
    graph.edges(files[number]!).flatMap(({ target, kind, context, import: site }) => {
      if (!globs && graph.facts(files[number]!)?.imports[site]?.form === 'glob') return [];
      const to = target.kind === 'file' ? numbers.get(target.path) : undefined;
      return to === undefined || context === 'mock' || !counted.includes(kind) ? [] : [to];
    }),
  );
  const sizes = components.map(members => members.length).filter(size => size > 1);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return [files.length, sizes.length, total, Math.max(0, ...sizes)];
}
