import type { z } from 'zod';
import type { Snapshot, Workspace } from '../core/index.js';
import type { PathReader } from './paths.js';

/** What a tool answers, before the revision is put in and the whole is cut to size. Values are plain JSON. */
export type Answer = { readonly status: 'ok' | 'violations' | 'not_checked' } & Readonly<Record<string, unknown>>;

/** What a tool is called with besides its input. */
export interface ToolCall {
  /** The disk as it is now; immutable. Of a tool that needs contracts with types, where they are ready. */
  readonly snapshot: Snapshot;
  readonly workspace: Workspace;
  readonly paths: PathReader;
  readonly signal: AbortSignal;
  /**
   * The snapshot as far as it is known within so many milliseconds: with types, else by what is written, else without how
   * code fails (`tellsFailures`).
   */
  known(waitMs: number): Promise<Snapshot>;
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  /** `all`: only offered with `--tools all`. */
  readonly set: 'default' | 'all';
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** The answer is nothing without how code fails: the call waits for that. */
  readonly needsContracts?: boolean;
  /** Lists of the answer, the least important first: they are shortened where it is too long. */
  readonly lists: readonly string[];
  run(input: unknown, call: ToolCall): Promise<Answer>;
}

/** Gives a tool its types: `run` gets what its input schema makes. */
export function defineTool<I extends z.ZodObject>(
  tool: Omit<Tool, 'input' | 'run'> & {
    readonly input: I;
    run(input: z.output<I>, call: ToolCall): Promise<Answer>;
  },
): Tool {
  return { ...tool, run: (input, call) => tool.run(input as z.output<I>, call) };
}
