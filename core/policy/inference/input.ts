import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { Manifest } from '../../resolve/resolution.js';

/** What a first policy is inferred from: the graph and the manifests, no policy yet. */
export interface InferenceInput {
  /** All source files, sorted. */
  readonly files: readonly FilePath[];
  edges(path: FilePath): readonly Edge[];
  /** All manifests of the workspace. */
  readonly manifests: readonly Manifest[];
  /** The workspace's own packages by name. */
  readonly workspacePackages: ReadonlyMap<string, Manifest>;
  /** Source files that are too large to be analysed. */
  readonly tooLarge?: readonly FilePath[];
  /** With `--as-of`: whether an edge is younger than that revision. Young edges are not permitted, but asked about. */
  isYoung?(from: FilePath, edge: Edge): boolean;
}

/** A module as inferred, before dependencies. */
export interface Region {
  readonly id: string;
  /** Folders, or patterns of files at the top; never overlapping except by nesting. */
  readonly paths: readonly string[];
  /** The folder its entry points are relative to. */
  readonly folder: FilePath;
  readonly parent?: string;
  /** The package whose folder it is. */
  readonly manifest?: Manifest;
  readonly files: readonly FilePath[];
  /** `main`: what starts the rest of its parent; `tests`: nothing but test code; `beside`: no part of the product. */
  readonly role?: 'main' | 'tests' | 'beside';
}
