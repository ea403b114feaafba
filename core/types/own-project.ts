import { compareText } from '../files/paths.js';

/** The project of files that no configuration takes: everything JavaScript may be, strict, all installed `@types`. */
export class OwnProject {
  readonly path: string;
  readonly #files = new Set<string>();

  constructor(root: string) {
    this.path = `${root}/.lintel-files-without-project.json`;
  }

  /** True when the file is new to it, so that the project has changed. */
  add(file: string): boolean {
    const { size } = this.#files;
    this.#files.add(file);
    return this.#files.size > size;
  }

  clear(): void {
    this.#files.clear();
  }

  text(): string {
    return JSON.stringify({
      compilerOptions: {
        allowJs: true,
        checkJs: false,
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: 'esnext',
        module: 'preserve',
        moduleResolution: 'bundler',
        jsx: 'preserve',
        resolveJsonModule: true,
        allowImportingTsExtensions: true,
        esModuleInterop: true,
        types: ['*'],
      },
      files: [...this.#files].sort(compareText),
    });
  }
}
