import type { FilePath } from '../files/paths.js';
import type { TextChange } from './oracle.js';

/** What a compiler must be told: the texts that count, for one that starts, and what is new, for one that runs. */
export class HeldTexts {
  readonly #texts = new Map<FilePath, string | null>();
  readonly #news = new Set<FilePath>();
  #refresh = false;

  update(changes: readonly TextChange[]): void {
    for (const { path, text } of changes) {
      if (text === undefined) this.#texts.delete(path);
      else this.#texts.set(path, text);
      this.#news.add(path);
    }
  }

  refresh(): void {
    this.#refresh = true;
  }

  /** Everything, for a compiler that starts and reads the disk as it is now. */
  takeAll(): readonly TextChange[] {
    this.takeNews();
    return [...this.#texts].map(([path, text]) => ({ path, text }));
  }

  /** What came since the last call. */
  takeNews(): { readonly changes: readonly TextChange[]; readonly refresh: boolean } {
    const changes = [...this.#news].map(path => ({ path, text: this.#texts.get(path) }));
    const refresh = this.#refresh;
    this.#news.clear();
    this.#refresh = false;
    return { changes, refresh };
  }
}
