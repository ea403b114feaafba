import type { FilePath } from '../../files/paths.js';

/** A rule that linters have too, by the names they give it. */
export interface DelegatedRule {
  /** Without the prefix of the plugin: `no-floating-promises`. */
  readonly eslint: string;
  readonly biome: string;
  /** What turns it on without naming it, in configurations of ESLint: presets and whole configurations. */
  readonly presets: RegExp;
}

/** Whether a linter reports what the rule would; `undecidable` where its configuration rests on what is not here. */
export type LinterVerdict = 'enables' | 'silent' | 'undecidable';

/** A configuration as it was read; nothing of it is run. */
export interface LinterConfig {
  readonly path: FilePath;
  readonly text: string;
}

/** What one configuration says of a rule, by file. */
export type ConfigAnswer = (path: FilePath) => LinterVerdict;

/** The answer of another configuration that one extends, by its path relative to the root; `undefined` where it is not here. */
export type ExtendedAnswer = (path: FilePath) => ConfigAnswer | undefined;
