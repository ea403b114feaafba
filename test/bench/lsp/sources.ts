import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Paths of TypeScript sources below a root, sorted; folders of packages and output are left out. */
export function sourcesOf(root: string): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || ['node_modules', 'dist', 'build', 'public'].includes(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (/(?<!\.d)\.tsx?$/.test(entry.name)) found.push(path);
    }
  };
  visit('');
  return found.sort();
}

/**
 * The file that is edited: the one that most others import by a relative path, so that an edit concerns somebody, at least
 * 60 lines long. The files opened beside it are its neighbours.
 */
export function busiest(root: string, sources: readonly string[]): string {
  const users = new Map<string, number>();
  const known = new Set(sources);
  for (const path of sources) {
    for (const [, specifier = ''] of readFileSync(join(root, path), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const target = join(dirname(path), specifier).replace(/\.js$/, '');
      for (const ending of ['.ts', '.tsx']) {
        const file = target + ending;
        if (known.has(file)) users.set(file, (users.get(file) ?? 0) + 1);
      }
    }
  }
  const long = [...users].filter(([path]) => readFileSync(join(root, path), 'utf8').split('\n').length >= 60);
  const [best] = (long.length > 0 ? long : [...users]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? sources[0] ?? '';
}
