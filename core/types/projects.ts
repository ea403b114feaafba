import { parse } from 'jsonc-parser';
import { compareText, dirname, type FilePath, join } from '../files/paths.js';
import { isObject } from './config-text.js';

/** What finding projects needs to know; all paths absolute. */
export interface ConfigReader {
  /** The text of a configuration, `undefined` when there is none. */
  textOf(config: string): string | undefined;
  /** The files a configuration names and matches. */
  rootFiles(config: string): readonly string[];
  /** Whether the program of the configuration has the file, imported from its root files. Opens the program. */
  hasFile(config: string, path: string): boolean;
}

/** Names of configurations, in the order in which a folder is asked for them. */
const configNames = ['tsconfig.json', 'jsconfig.json'];

/**
 * Finds the project a file belongs to: the nearest configuration whose files it is among (its references included), else
 * the nearest whose program imports it, else none. Programs are opened only in the second case.
 */
export class Projects {
  readonly #root: string;
  readonly #reader: ConfigReader;
  readonly #configs = new Map<FilePath, readonly string[]>();
  readonly #files = new Map<string, ReadonlySet<string>>();
  readonly #found = new Map<FilePath, string | undefined>();

  constructor(root: string, reader: ConfigReader) {
    this.#root = root;
    this.#reader = reader;
  }

  /** The absolute path of the configuration, or `undefined` for a file that none takes. */
  configOf(path: FilePath): string | undefined {
    if (this.#found.has(path)) return this.#found.get(path);
    const absolute = `${this.#root}/${path}`;
    const above = this.#configsAbove(dirname(path));
    const config =
      above.find(at => this.#filesOf(at).has(absolute)) ?? above.find(at => this.#reader.hasFile(at, absolute));
    this.#found.set(path, config);
    return config;
  }

  /** True for a file that a configuration seen so far names or matches. */
  knows(path: string): boolean {
    for (const files of this.#files.values()) if (files.has(path)) return true;
    return false;
  }

  /** To be called when files came or went, or a configuration changed. */
  forget(): void {
    this.#configs.clear();
    this.#files.clear();
    this.#found.clear();
  }

  #configsAbove(folder: FilePath): readonly string[] {
    const known = this.#configs.get(folder);
    if (known) return known;
    const here = configNames.map(name => `${this.#root}/${join(folder, name)}`);
    const own = here.find(config => this.#reader.textOf(config) !== undefined);
    const found = own === undefined ? [] : this.#withReferences(own);
    const all = folder === '' ? found : [...found, ...this.#configsAbove(dirname(folder))];
    this.#configs.set(folder, all);
    return all;
  }

  #filesOf(config: string): ReadonlySet<string> {
    let files = this.#files.get(config);
    if (!files) {
      files = new Set(this.#reader.rootFiles(config));
      this.#files.set(config, files);
    }
    return files;
  }

  /** A configuration and those it refers to, directly or not, inside the root. */
  #withReferences(config: string): readonly string[] {
    const found = new Set([config]);
    for (const at of found) for (const reference of this.#referencesOf(at)) found.add(reference);
    return [...found];
  }

  #referencesOf(config: string): readonly string[] {
    const parsed: unknown = parse(this.#reader.textOf(config) ?? '', [], { allowTrailingComma: true });
    const references = isObject(parsed) && Array.isArray(parsed.references) ? parsed.references : [];
    const folder = dirname(config.slice(this.#root.length + 1));
    return references
      .flatMap((reference: unknown) =>
        isObject(reference) && typeof reference.path === 'string' ? reference.path : [],
      )
      .map(path => join(folder, path))
      .map(path => (path.endsWith('.json') ? path : join(path, 'tsconfig.json')))
      .filter(path => !path.startsWith('../'))
      .map(path => `${this.#root}/${path}`)
      .sort(compareText);
  }
}
