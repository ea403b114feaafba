import { type TypeScript, typescript6 } from '../../../core/typescript6.js';
import type { Files } from './program.js';

const ts = typescript6();

/** An in-memory TypeScript program over the files, without library files. */
export function typescriptProgram(files: Files, options: TypeScript.CompilerOptions = {}) {
  const written = new Map<string, string>();
  const sources = new Map<string, TypeScript.SourceFile>();
  for (const [path, text] of Object.entries(files)) {
    sources.set(`/${path}`, ts.createSourceFile(`/${path}`, text, ts.ScriptTarget.ESNext, true));
  }
  const host: TypeScript.CompilerHost = {
    getSourceFile: path => sources.get(path),
    writeFile: (path, text) => void written.set(path, text),
    getDefaultLibFileName: () => '/lib.d.ts',
    useCaseSensitiveFileNames: () => true,
    getCanonicalFileName: path => path,
    getCurrentDirectory: () => '/',
    getNewLine: () => '\n',
    fileExists: path => sources.has(path),
    readFile: path => sources.get(path)?.text,
    directoryExists: () => true,
    getDirectories: () => [],
  };
  const program = ts.createProgram([...sources.keys()], { ...oracleOptions, ...options }, host);
  return { program, written };
}

const oracleOptions: TypeScript.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noLib: true,
  types: [],
  outDir: '/out',
  experimentalDecorators: true,
};

/**
 * What TypeScript writes for one file: with `isolatedModules` as a single-file transpiler would, which is what the option
 * is for, else with the whole program.
 */
export function emitted(files: Files, path: string, options: TypeScript.CompilerOptions): string {
  if (options.isolatedModules) {
    const compilerOptions = { ...oracleOptions, ...options };
    return ts.transpileModule(files[path] ?? '', { compilerOptions, fileName: `/${path}` }).outputText;
  }
  const { program, written } = typescriptProgram(files, options);
  program.emit();
  const text = [...written].find(
    ([name]) => name.replace(/^\/out\//, '').replace(/\.jsx?$/, '') === path.replace(/\.tsx?$/, ''),
  );
  if (!text) throw new Error(`nothing written for ${path}`);
  return text[1];
}

/** Where the checker says an export is declared: `path#name`; `undefined` for no such export, `'unresolved'` for a broken one. */
export function declaredAt(program: TypeScript.Program, path: string, name: string): string | undefined {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(`/${path}`);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(each => each.escapedName === name);
  if (!symbol) return undefined;
  const final = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = final.declarations?.[0];
  if (!declaration) return 'unresolved';
  const file = declaration.getSourceFile().fileName.slice(1);
  return ts.isSourceFile(declaration) ? `${file}#*` : `${file}#${declaredName(declaration)}`;
}

function declaredName(declaration: TypeScript.Declaration): string {
  const named = declaration as TypeScript.NamedDeclaration;
  return named.name && ts.isIdentifier(named.name) ? named.name.text : 'default';
}

/** True when the checker finds a value behind the export. */
export function isValueExport(program: TypeScript.Program, path: string, name: string): boolean {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(`/${path}`);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(each => each.escapedName === name);
  if (!symbol) return false;
  const final = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (final.flags & ts.SymbolFlags.Value) !== 0;
}

/** The diagnostic codes of a program's own files. */
export function errorCodes(program: TypeScript.Program): ReadonlySet<number> {
  return new Set(
    program.getSourceFiles().flatMap(source => program.getSemanticDiagnostics(source).map(each => each.code)),
  );
}
