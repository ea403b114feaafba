/** What is written for an agent, by file. Paths are relative to the root, with `/`. */
export type SetupPart =
  /** Entries of a JSON file that others write to as well; comments and all else in it stay. */
  | { readonly kind: 'json'; readonly path: string; readonly entries: readonly JsonEntry[] }
  /** A marked block in a text file that others write to as well. */
  | { readonly kind: 'block'; readonly path: string; readonly comment: BlockComment; readonly text: string }
  /** A file of our own. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string };

/** One entry: a property of an object, or an item at the end of a list. */
export interface JsonEntry {
  /** The keys down to the property, or to the list. */
  readonly at: readonly string[];
  readonly value: unknown;
  readonly isItem?: boolean;
  /** The file cannot do without it, so it stays as long as anything else is there: a version number. */
  readonly isFrame?: boolean;
  /** Where the person turned the whole part off (`false`), it stays off and the entry out. */
  readonly canBeOff?: boolean;
}

export type BlockComment = 'markdown' | 'toml';

/** How the command is called from a client's configuration. */
export interface LintelCommand {
  /** The program and its first arguments, for configurations that start it without a shell. */
  readonly program: string;
  readonly args: readonly string[];
  /** As one line for a shell; paths in it are relative to the root. */
  readonly line: string;
  /** True when the package is installed in the workspace itself. */
  readonly isLocal: boolean;
}
