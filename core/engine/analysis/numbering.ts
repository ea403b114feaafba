import type { FilePath } from '../../files/paths.js';

/**
 * Dense numbers for paths, shared by all snapshots of a workspace and only ever growing: a number means the same path
 * in each of them, so typed arrays of numbers can be shared between parent and child. Nothing in any output may depend
 * on the order of numbers, which is that of discovery.
 */
export class PathNumbers {
  readonly #numbers = new Map<FilePath, number>();
  readonly #paths: FilePath[] = [];

  /** The number of a path, given out on first sight. */
  of(path: FilePath): number {
    let number = this.#numbers.get(path);
    if (number === undefined) {
      number = this.#paths.length;
      this.#numbers.set(path, number);
      this.#paths.push(path);
    }
    return number;
  }

  /** The number of a path that may never have been seen. */
  known(path: FilePath): number | undefined {
    return this.#numbers.get(path);
  }

  path(number: number): FilePath {
    const path = this.#paths[number];
    if (path === undefined) throw new RangeError(`no path has the number ${number}`);
    return path;
  }

  get size(): number {
    return this.#paths.length;
  }
}
