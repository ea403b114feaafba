import type { FilePath } from '../files/paths.js';

/** One replacement of an edit, as editing tools of agents state it. */
export interface Replacement {
  readonly old: string;
  readonly new: string;
  /** Every occurrence. Otherwise `old` must occur exactly once, or as often as `count` says. */
  readonly all?: boolean;
  readonly count?: number;
}

/** What somebody is about to do to the files of the workspace. Plain data. */
export type ProposedEdit =
  /** The whole text of a file, which need not exist. */
  | { readonly kind: 'write'; readonly path: FilePath; readonly text: string }
  /** Replacements made one after another. */
  | { readonly kind: 'replace'; readonly path: FilePath; readonly steps: readonly Replacement[] }
  | { readonly kind: 'delete'; readonly path: FilePath }
  /** One file section of an `apply_patch` envelope. */
  | {
      readonly kind: 'patch';
      readonly path: FilePath;
      readonly hunks: readonly PatchHunk[];
      readonly moveTo?: FilePath;
    };

/** A hunk of an `apply_patch` envelope: lines without their line ends. */
export interface PatchHunk {
  /** Lines named by `@@ …`, outermost first: the hunk lies after them. */
  readonly anchors: readonly string[];
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
  /** `*** End of File` stood after it. */
  readonly atEnd: boolean;
}
