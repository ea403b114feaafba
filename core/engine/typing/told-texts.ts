import type { FilePath } from '../../files/paths.js';
import type { TextChange, TypeOracle } from '../../types/oracle.js';

/** The texts a snapshot was made from. */
export interface SnapshotTexts {
  /** Laid over the disk; `undefined`: deleted. */
  readonly laid: ReadonlyMap<FilePath, string | undefined>;
  /** Which state of the disk they lie over: counts the changes heard of it. */
  readonly disk: number;
}

/** Moves a type checker from the texts of one snapshot to those of another, telling it only what differs. */
export class ToldTexts {
  readonly #oracle: Pick<TypeOracle, 'update' | 'refresh'>;
  #laid: ReadonlyMap<FilePath, string | undefined> = new Map();
  #disk = 0;

  constructor(oracle: Pick<TypeOracle, 'update' | 'refresh'>) {
    this.#oracle = oracle;
  }

  /** The latest state of the disk that was heard of. */
  get disk(): number {
    return this.#disk;
  }

  /** Files changed on the disk; `'all'`: whatever may have. */
  diskChanged(paths: readonly FilePath[] | 'all'): void {
    if (paths !== 'all' && paths.length === 0) return;
    this.#disk++;
    if (paths === 'all') this.#oracle.refresh();
    // What is laid over such a file counts as before.
    else this.#oracle.update(paths.flatMap(path => (this.#laid.has(path) ? [] : [{ path, text: undefined }])));
  }

  /** False where it cannot: the disk is no longer what it was then. */
  moveTo({ laid, disk }: SnapshotTexts): boolean {
    if (disk !== this.#disk) return false;
    const changes: TextChange[] = [];
    for (const [path, text] of laid) {
      if (this.#laid.has(path) && this.#laid.get(path) === text) continue;
      changes.push({ path, text: text ?? null });
    }
    for (const path of this.#laid.keys()) if (!laid.has(path)) changes.push({ path, text: undefined });
    this.#laid = new Map(laid);
    if (changes.length > 0) this.#oracle.update(changes);
    return true;
  }
}
