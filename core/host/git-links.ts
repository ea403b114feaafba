import type { FilePath } from '../files/paths.js';

/** As many as Linux follows. */
const maxLinks = 40;

/**
 * Resolves the symbolic links of a path, folders on the way included. `undefined` when a link leaves the root, cannot be
 * read, or leads in a circle. `targetOf` answers the text of a link, `undefined` for what is none.
 */
export function followLinks(path: FilePath, targetOf: (path: FilePath) => string | undefined): FilePath | undefined {
  const pending = path.split('/').reverse();
  const done: string[] = [];
  let links = 0;
  while (pending.length > 0) {
    const segment = pending.pop();
    if (segment === undefined || segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (done.pop() === undefined) return undefined;
      continue;
    }
    done.push(segment);
    const target = targetOf(done.join('/'));
    if (target === undefined) continue;
    if (target.startsWith('/') || ++links > maxLinks) return undefined;
    done.pop();
    pending.push(...target.split('/').reverse());
  }
  return done.join('/');
}
