import { compileGlobs } from '../../files/globs.js';
import { basename, compareText, dirname, type FilePath } from '../../files/paths.js';
import { defaultFixtureGlobs, defaultTestGlobs } from '../schema/sources.js';
import { builtFolders } from './built.js';
import type { InferenceInput } from './input.js';
import { literal } from './literal.js';

/** Code that is data for tests: read by programs, imported by nobody. */
const dataGlobs: readonly string[] = [
  ...['fixtures', '__fixtures__', '__testfixtures__', 'test-fixtures', 'testdata', 'test-data', '__snapshots__'].map(
    folder => `**/${folder}/**`,
  ),
  ...defaultFixtureGlobs.filter(glob => glob.includes('.{')),
];
const leastData = 3;

/** Globs to leave out, and why. */
export interface Exclusion {
  readonly globs: readonly string[];
  readonly remark: string;
}

export interface InferredSources {
  readonly excluded: readonly Exclusion[];
  /** Undefined: the usual test globs mean tests here too. Else those that do. */
  readonly tests: readonly string[] | undefined;
  /** The files that remain, sorted. */
  readonly files: readonly FilePath[];
  isTest(path: FilePath): boolean;
  /** The configuration of a tool beside a package's manifest: started by tools, no part of what the package is. */
  isConfiguration(path: FilePath): boolean;
}

/** Decides what is analysed and what is test code. */
export function inferSources(input: InferenceInput): InferredSources {
  const excluded: Exclusion[] = [];
  let files = input.files;
  const leaveOut = (globs: readonly string[], remark: (count: number) => string): void => {
    const out = compileGlobs(globs);
    const left = files.filter(path => !out.matches(path));
    excluded.push({ globs, remark: remark(files.length - left.length) });
    files = left;
  };
  const built = builtFolders(files, input.manifests);
  if (built.length > 0) {
    const globs = built.map(folder => `${literal(folder)}/**`);
    leaveOut(globs, count => `Build output of sources that are here too, ${count} files.`);
  }
  const data = dataGlobs.filter(glob => isData(input, files, glob));
  if (data.length > 0) leaveOut(data, count => `Inputs of tests that nothing imports, ${count} files.`);
  const large = input.tooLarge ?? [];
  if (large.length > 0) excluded.push({ globs: large.map(literal), remark: 'Too large to be read.' });

  const production = productGlobs(input, files);
  const tests = defaultTestGlobs.filter(glob => !production.includes(glob));
  const test = compileGlobs(tests);
  const folders = new Set(input.manifests.map(({ folder }) => folder).filter(folder => folder !== ''));
  return {
    excluded,
    tests: production.length > 0 ? tests : undefined,
    files,
    isTest: path => test.matches(path),
    isConfiguration: path => folders.has(dirname(path)) && isConfigurationName(basename(path)),
  };
}

function isConfigurationName(name: string): boolean {
  return /\.config\.[cm]?[jt]s$/.test(name) || /^\..+rc\.[cm]?[jt]s$/.test(name);
}

/** The globs that name the configuration of packages: by the folder the packages lie in. */
export function configurationGlobs(paths: readonly FilePath[]): readonly string[] {
  const globs = paths.map(path => {
    const above = dirname(dirname(path));
    const name = basename(path).replace(/^.+(\.config)\.[^.]+$/, '*$1.*');
    return `${above === '' ? '' : `${above}/`}*/${name}`;
  });
  return [...new Set(globs)].sort(compareText);
}

function isData(input: InferenceInput, files: readonly FilePath[], glob: string): boolean {
  const inside = compileGlobs([glob]);
  const count = files.filter(path => inside.matches(path)).length;
  if (count < leastData) return false;
  return !files.some(
    path =>
      !inside.matches(path) &&
      input.edges(path).some(edge => edge.target.kind === 'file' && inside.matches(edge.target.path)),
  );
}

/**
 * Usual test globs that do not mean tests here: folders (`test/`) of which the product itself imports most files, as where a
 * library for testing keeps what it publishes.
 */
function productGlobs(input: InferenceInput, files: readonly FilePath[]): readonly string[] {
  const usual = compileGlobs(defaultTestGlobs);
  const importedByProduct = new Set<FilePath>();
  for (const from of files) {
    if (usual.matches(from)) continue;
    for (const { target } of input.edges(from)) if (target.kind === 'file') importedByProduct.add(target.path);
  }
  return defaultTestGlobs.filter(glob => {
    if (!glob.endsWith('/**')) return false;
    const others = compileGlobs(defaultTestGlobs.filter(other => other !== glob));
    const inside = compileGlobs([glob]);
    const own = files.filter(path => inside.matches(path) && !others.matches(path));
    const imported = own.filter(path => importedByProduct.has(path)).length;
    return own.length >= leastData && imported * 2 > own.length;
  });
}
