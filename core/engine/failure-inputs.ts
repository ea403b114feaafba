import { decode } from '../files/decode.js';
import type { FileSystem } from '../files/file-system.js';
import type { Inventory } from '../files/inventory.js';
import { basename, type FilePath } from '../files/paths.js';
import { compileGlob } from '../policy/globs.js';
import type { LoadedPolicy } from '../policy/load.js';
import type { Policy } from '../policy/policy.js';

/** A file as it was read. */
export interface InputText {
  readonly path: FilePath;
  readonly text: string;
}

/** What the failure analysis reads besides sources and policy. */
export interface FailureInputs {
  /** The model packs that the policy names, sorted by path. */
  readonly models: readonly InputText[];
  /** Configurations of linters, manifests that may hold one included, sorted by path. */
  readonly linters: readonly InputText[];
}

const linterConfig =
  /^(?:\.eslintrc(?:\.(?:json|ya?ml|c?js))?|eslint\.config\.[cm]?[jt]s|biome\.jsonc?|\.?oxlintrc\.jsonc?)$/;

/** Files in which linters are configured, manifests aside. */
export function isLinterConfig(path: FilePath): boolean {
  return linterConfig.test(basename(path));
}

/** True for the model packs that a policy names. */
export function isModelFile(loaded: LoadedPolicy | undefined): (path: FilePath) => boolean {
  const globs = [loaded?.document?.failures?.models ?? []].flat().map(compileGlob);
  return path => globs.some(glob => glob.matches(path));
}

/** Reads them as they stand in an inventory whose extras hold them. */
export function readFailureInputs(fs: FileSystem, policy: Policy, inventory: Inventory): FailureInputs {
  const globs = policy.failures.models.map(({ glob }) => compileGlob(glob));
  const read = (path: FilePath): InputText => {
    const bytes = fs.readBytes(path);
    return { path, text: bytes ? decode(bytes).text : '' };
  };
  const extras = inventory.extras.map(file => file.path);
  const manifests = inventory.manifests.map(file => read(file.path));
  return {
    models: extras.filter(path => globs.some(glob => glob.matches(path))).map(read),
    linters: [
      ...extras.filter(isLinterConfig).map(read),
      ...manifests.filter(({ text }) => text.includes('"eslintConfig"')),
    ],
  };
}
