import { dirname } from '../../files/paths.js';
import { type TypeScript, typescript6 } from '../../typescript6.js';
import type { VisibleFiles } from '../visible-files.js';

/** The disk as TypeScript 6 sees it through the visible files. */
export interface DiskHost extends TypeScript.ParseConfigHost {
  directoryExists(path: string): boolean;
  getDirectories(folder: string): string[];
}

export function diskHost(files: VisibleFiles): DiskHost {
  const { sys } = typescript6();
  return {
    useCaseSensitiveFileNames: sys.useCaseSensitiveFileNames,
    readFile(path) {
      const text = files.readFile(path);
      return text === undefined ? sys.readFile(path) : (text ?? undefined);
    },
    fileExists: path => files.fileExists(path) ?? (files.readFile(path) !== null && sys.fileExists(path)),
    directoryExists: path => files.directoryExists(path) ?? sys.directoryExists(path),
    getDirectories: folder => files.entriesOf(folder).directories,
    readDirectory: (folder, extensions, excludes, includes, depth) =>
      matchFiles(files, folder, extensions, excludes, includes, depth),
  };
}

/** What a configuration says, `extends` followed, and the files it names and matches. */
export function parseConfig(host: DiskHost, path: string): TypeScript.ParsedCommandLine {
  const ts = typescript6();
  const source = ts.readJsonConfigFile(path, file => host.readFile(file));
  return ts.parseJsonSourceFileConfigFileContent(source, host, dirname(path), undefined, path);
}

/** `sys.readDirectory` over the visible files: the internal function that TypeScript's own file systems use. */
function matchFiles(
  files: VisibleFiles,
  folder: string,
  extensions: readonly string[],
  excludes: readonly string[] | undefined,
  includes: readonly string[],
  depth: number | undefined,
): string[] {
  const ts = typescript6() as unknown as {
    readonly sys: TypeScript.System;
    matchFiles(
      ...args: [
        string,
        readonly string[],
        readonly string[] | undefined,
        readonly string[],
        boolean,
        string,
        number | undefined,
        (folder: string) => { files: readonly string[]; directories: readonly string[] },
        (path: string) => string,
      ]
    ): string[];
  };
  const { sys } = ts;
  const entriesOf = (at: string) => files.entriesOf(at);
  const realPath = (path: string): string => sys.realpath?.(path) ?? path;
  return ts.matchFiles(
    folder,
    extensions,
    excludes,
    includes,
    sys.useCaseSensitiveFileNames,
    sys.getCurrentDirectory(),
    depth,
    entriesOf,
    realPath,
  );
}
