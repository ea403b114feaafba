import type { Mirror } from './mirror.js';

/** A file beside a table of expected lines, with the files that it may import. */
export interface FixtureCase {
  readonly path: string;
  readonly text: string;
  /** One-based lines; 0 for a report whose line the table does not tell. */
  readonly lines: readonly number[];
}

/** Reads `testFile("path", [rule], [{ line }, …])` of a specification, and each file that it names. */
export function fixturesOf(
  mirror: Mirror,
  repository: string,
  commit: string,
  specification: string,
): { readonly cases: readonly FixtureCase[]; readonly files: Readonly<Record<string, string>> } {
  const spec = mirror.text(repository, commit, specification);
  const cases = [...spec.matchAll(/testFile\(\s*"([^"]+)",\s*\[[^\]]*\],\s*\[([\s\S]*?)\],?\s*\);/g)].map(
    ([, path = '', table = '']) => ({
      path,
      text: mirror.text(repository, commit, path),
      lines: [...table.matchAll(/\{([^}]*)\}/g)].map(([, body = '']) => Number(/line:\s*(\d+)/.exec(body)?.[1] ?? 0)),
    }),
  );
  const folders = new Set(cases.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  const files: Record<string, string> = { 'tsconfig.json': mirror.text(repository, commit, 'tsconfig.json') };
  for (const folder of folders)
    for (const path of mirror.list(repository, commit, `${folder}/`))
      files[path] = mirror.text(repository, commit, path);
  return { cases, files };
}
