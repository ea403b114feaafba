import { compileGlobs } from '../../files/globs.js';
import type { FilePath } from '../../files/paths.js';
import { defaultTestGlobs } from '../schema/sources.js';
import type { InferenceInput } from './input.js';

/** Folders of code that is data for tests: read by programs, imported by nobody. */
const dataFolders = ['fixtures', '__fixtures__', '__testfixtures__', 'test-fixtures', '__snapshots__'];
const leastData = 3;

export interface InferredSources {
  /** Globs to leave out; each matches files and none of those is imported from outside. */
  readonly exclude: readonly string[];
  /** The usual test globs that match something here. */
  readonly tests: readonly string[];
  /** The files that remain, sorted. */
  readonly files: readonly FilePath[];
  readonly excluded: number;
  isTest(path: FilePath): boolean;
}

/** Decides what is analysed and what is test code. */
export function inferSources(input: InferenceInput): InferredSources {
  const exclude = dataFolders.map(folder => `**/${folder}/**`).filter(glob => isData(input, glob));
  const left = compileGlobs(exclude);
  const files = exclude.length === 0 ? input.files : input.files.filter(path => !left.matches(path));
  const tests = defaultTestGlobs.filter(glob => {
    const matcher = compileGlobs([glob]);
    return files.some(path => matcher.matches(path));
  });
  const test = compileGlobs(tests);
  return { exclude, tests, files, excluded: input.files.length - files.length, isTest: path => test.matches(path) };
}

function isData(input: InferenceInput, glob: string): boolean {
  const inside = compileGlobs([glob]);
  const count = input.files.filter(path => inside.matches(path)).length;
  if (count < leastData) return false;
  return !input.files.some(
    path =>
      !inside.matches(path) &&
      input.edges(path).some(edge => edge.target.kind === 'file' && inside.matches(edge.target.path)),
  );
}
