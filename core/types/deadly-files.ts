import type { FilePath } from '../files/paths.js';

/** How long a file is left out, in milliseconds: somebody else may have ended the process while it was its turn. */
const leftOutMs = 60_000;

/** Files that stopped the checker twice. They are left out for a while, or until their text changes. */
export class DeadlyFiles {
  readonly #now: () => number;
  readonly #files = new Map<FilePath, { readonly reason: string; readonly until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(path: FilePath, reason: string): void {
    this.#files.set(path, { reason, until: this.#now() + leftOutMs });
  }

  /** Why a file is left out; `undefined` when it is not. */
  reason(path: FilePath): string | undefined {
    const found = this.#files.get(path);
    return found && this.#now() < found.until ? found.reason : undefined;
  }

  forgive(paths: readonly FilePath[]): void {
    for (const path of paths) this.#files.delete(path);
  }

  forgiveAll(): void {
    this.#files.clear();
  }
}
