import { createRequire } from 'node:module';
import type TypeScript from 'typescript6';

const ts = createRequire(import.meta.url)('typescript6') as typeof TypeScript;
const options: TypeScript.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  allowJs: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const host = ts.createCompilerHost(options);
const libraries = new Map<string, TypeScript.SourceFile | undefined>();

/** What TypeScript says of files held in memory, as `path:line: message`. Packages are not there. */
export function typeErrors(files: Readonly<Record<string, string>>): readonly string[] {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`/memory/${path}`, text]));
  const program = ts.createProgram({
    rootNames: [...texts.keys()],
    options,
    host: {
      ...host,
      getCurrentDirectory: () => '/memory',
      fileExists: path => texts.has(path),
      readFile: path => texts.get(path) ?? host.readFile(path),
      directoryExists: path => path.startsWith('/memory'),
      getSourceFile: (path, target) => {
        const text = texts.get(path);
        if (text !== undefined) return ts.createSourceFile(path, text, target);
        if (!libraries.has(path)) libraries.set(path, host.getSourceFile(path, target));
        return libraries.get(path);
      },
    },
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.replace('/memory/', '') ?? ''}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
