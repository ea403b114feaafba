import { type TypeScript, typescript6 } from '../typescript6.js';
import type { Dialect, SyntaxProblem } from './facts.js';
import { flat } from './strings.js';

const names: Readonly<Record<Exclude<Dialect, 'json' | 'vue' | 'svelte' | 'astro'>, string>> = {
  ts: 'file.ts',
  tsx: 'file.tsx',
  dts: 'file.d.ts',
  js: 'file.js',
  jsx: 'file.jsx',
};
export type ScriptDialect = keyof typeof names;

export const tooDeep = 'the code is nested too deeply to be read whole; split the expression';

/** Parses a script. `undefined` where its nesting overflows the stack. JSDoc is not parsed: few comments matter, and only for imports. */
export function parseSource(text: string, dialect: ScriptDialect): TypeScript.SourceFile | undefined {
  const ts = typescript6();
  const options: TypeScript.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  try {
    return ts.createSourceFile(names[dialect], text, options, false);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser keeps state between files and clears it only at the end of one.
    ts.createSourceFile('empty.ts', '', options, false);
    return undefined;
  }
}

/** What the parser had to guess: at most five problems and the number of all. */
export function syntaxProblems(source: TypeScript.SourceFile): { problems: SyntaxProblem[]; count: number } {
  const ts = typescript6();
  // Not in the published types, but the only place where they stand without a program.
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly TypeScript.DiagnosticWithLocation[] };
  const problems = parseDiagnostics.slice(0, 5).map(({ messageText, start, length }) => ({
    message: flat(ts.flattenDiagnosticMessageText(messageText, ' ')),
    span: { start, end: start + length },
  }));
  return { problems, count: parseDiagnostics.length };
}
