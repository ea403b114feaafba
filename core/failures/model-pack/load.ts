import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareText, type FilePath } from '../../files/paths.js';
import type { PolicyProblem } from '../../policy/policy.js';
import { modelListText } from './list.js';
import { type ModelPack, packOf } from './pack.js';
import { type ReadModelFile, readModelFile } from './read-file.js';

/** A file of models as the policy names it. */
export interface ModelText {
  readonly path: FilePath;
  readonly text: string;
}

/** The models, and what is wrong with the files that are not used. */
export interface LoadedPack {
  readonly pack: ModelPack;
  readonly problems: readonly PolicyProblem[];
}

/** The models lie beside the compiled code. */
const folder = join(dirname(fileURLToPath(import.meta.url)), '../models');
let builtIn: readonly ReadModelFile[] | undefined;
let builtInPack: LoadedPack | undefined;

/** The built-in pack and the files of the policy, which win over it. Never throws for what stands in those files. */
export function loadModelPack(extra: readonly ModelText[] = []): LoadedPack {
  builtIn ??= readBuiltIn();
  builtInPack ??= { pack: packOf(builtIn), problems: [] };
  if (extra.length === 0) return builtInPack;
  const read = [...extra]
    .sort((a, b) => compareText(a.path, b.path))
    .map(({ path, text }) => readModelFile(path, text, 'policy'));
  const files = read.flatMap(({ file }) => (file ? [file] : []));
  return { pack: packOf([...files, ...builtIn]), problems: read.flatMap(({ problems }) => problems) };
}

/** The page that lists the built-in pack, `docs/models.md`. */
export function builtInModelList(): string {
  builtIn ??= readBuiltIn();
  return modelListText(builtIn);
}

/** A mistake in the built-in pack is ours, and a test finds it: here it is an error. */
function readBuiltIn(): ReadModelFile[] {
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.jsonc'))
    .sort(compareText);
  return names.map(name => {
    const { file, problems } = readModelFile(
      `core/failures/models/${name}` as FilePath,
      readFileSync(join(folder, name), 'utf8'),
      'built-in',
    );
    if (!file) throw new Error(`The model file ${name} is wrong: ${problems[0]?.message}`);
    return file;
  });
}
