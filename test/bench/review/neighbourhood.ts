import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path/posix';

/** Files read of one commit where the repository has more than are read as a whole. */
const most = 400;
/** Source files, tests left out, up to which a repository is read as a whole. */
const whole = 1500;
const test = /(^|\/)(tests?|__tests__|__mocks__|fixtures|e2e|docs|www)\/|\.(test|spec|stories)\.[cm]?[jt]sx?$/;
const source = /\.(ts|tsx|mts|cts|js|jsx|mjs)$/;

/** Runs git in a repository; the output as text. */
export function gitIn(root: string) {
  return (words: readonly string[], input?: string): string =>
    spawnSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 29, ...(input !== undefined && { input }) })
      .stdout;
}

/** Texts of paths at a commit, by path; those that are not there are left out. */
export function textsAt(
  git: ReturnType<typeof gitIn>,
  commit: string,
  paths: readonly string[],
): Record<string, string> {
  const texts: Record<string, string> = {};
  if (paths.length === 0) return texts;
  const out = Buffer.from(git(['cat-file', '--batch'], paths.map(path => `${commit}:${path}\n`).join('')), 'utf8');
  let at = 0;
  for (const path of paths) {
    const end = out.indexOf(10, at);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(out.toString('utf8', at, end))?.[1];
    at = end + 1;
    if (size === undefined) continue;
    texts[path] = out.toString('utf8', at, at + Number(size));
    at += Number(size) + 1;
  }
  return texts;
}

/**
 * The changed files of a commit with who imports them, by path or by the name of their package, what they import, and the
 * settings of the repository; all of a repository that is small.
 */
export function neighbourhood(root: string, commit: string, changed: readonly string[]): Record<string, string> {
  const git = gitIn(root);
  const tree = git(['ls-tree', '-r', '--name-only', commit]).split('\n').filter(Boolean);
  const sources = tree.filter(path => source.test(path));
  const bare = new Map(sources.map(path => [path.replace(source, ''), path]));
  const own = textsAt(git, commit, changed);
  const wanted = new Set(changed);
  const code = sources.filter(path => !test.test(path));
  if (code.length <= whole) for (const path of code) wanted.add(path);
  const stems = changed.map(path => {
    const stem = path.replace(source, '').replace(/\/index$/, '');
    return stem.slice(stem.lastIndexOf('/') + 1).replace(/[.+*?()[\]{}|^$\\]/g, '\\$&');
  });
  const importers = git([
    'grep',
    '-l',
    '-E',
    `(/|\\./)(${stems.join('|')})(\\.js|/index)?["']`,
    commit,
    '--',
    '*.ts',
    '*.tsx',
    '*.js',
  ])
    .split('\n')
    .map(line => line.slice(line.indexOf(':') + 1))
    .filter(path => source.test(path));
  for (const path of importers.slice(0, most / 2)) wanted.add(path);
  for (const path of importersOfPackages(git, commit, tree, changed)) if (wanted.size < most) wanted.add(path);
  for (const [path, text] of Object.entries(own)) {
    for (const [, specifier = ''] of text.matchAll(/(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)) {
      const found = resolved(specifier.replace(/\.js$/, ''), path, bare);
      if (found && wanted.size < most) wanted.add(found);
    }
  }
  const settings = tree.filter(path => /(^|\/)(package\.json|tsconfig[^/]*\.json)$/.test(path)).slice(0, 120);
  const texts = textsAt(git, commit, [...wanted, ...settings]);
  for (const path of settings)
    if (texts[path] && /tsconfig/.test(path) && texts[path].length > 20_000) delete texts[path];
  return texts;
}

/** Files that import the packages of changed files by name, and what those packages lead in by. */
function importersOfPackages(
  git: ReturnType<typeof gitIn>,
  commit: string,
  tree: readonly string[],
  changed: readonly string[],
): readonly string[] {
  const manifests = new Set(tree.filter(path => /(^|\/)package\.json$/.test(path)));
  const folders = new Set<string>();
  for (const path of changed)
    for (let at = dirname(path); at !== '.'; at = dirname(at))
      if (manifests.has(`${at}/package.json`)) {
        folders.add(at);
        break;
      }
  const texts = textsAt(
    git,
    commit,
    [...folders].map(folder => `${folder}/package.json`),
  );
  const names = Object.values(texts).flatMap(text => /"name":\s*"([^"]+)"/.exec(text)?.[1] ?? []);
  if (names.length === 0) return [];
  const pattern = `["'](${names.map(name => name.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&')).join('|')})["'/]`;
  const found = git(['grep', '-l', '-E', pattern, commit, '--', '*.ts', '*.tsx', '*.js'])
    .split('\n')
    .map(line => line.slice(line.indexOf(':') + 1))
    .filter(path => source.test(path) && !test.test(path));
  const entries = tree.filter(path =>
    [...folders].some(
      folder => /^(src\/)?index\.[jt]sx?$/.test(path.slice(folder.length + 1)) && path.startsWith(`${folder}/`),
    ),
  );
  return [...entries, ...found];
}

function resolved(specifier: string, from: string, bare: ReadonlyMap<string, string>): string | undefined {
  if (specifier.startsWith('.')) {
    const to = join(dirname(from), specifier);
    return bare.get(to) ?? bare.get(`${to}/index`);
  }
  const tail = specifier.replace(/^[~@][^/]*\//, '/');
  if (!tail.startsWith('/')) return undefined;
  for (const [path, file] of bare) if (path.endsWith(tail) || path.endsWith(`${tail}/index`)) return file;
  return undefined;
}
