import { compareText, type FilePath } from '../files/paths.js';
import type { Origin } from './edge.js';

/**
 * What became of a name: its origin; `missing` (the file has no such export), `circular` (a chain of re-exports that
 * leads back to itself), or `unknown`.
 */
export type Outcome = Origin | 'unknown' | 'missing' | 'circular';

/** A remembered result with what it rests on: the surface of one file and further results. */
export interface Trace {
  readonly path: FilePath;
  readonly stamp: unknown;
  readonly rests: readonly Trace[];
  /** The reader that last found it valid. */
  reader: number;
}

export interface Answer extends Trace {
  readonly outcome: Outcome;
}

/** One file that exports a name, reached from a file through `export *` alone. */
export interface StarCandidate {
  /** The files on the way, the asked one excluded, the exporting one last. */
  readonly chain: readonly FilePath[];
  readonly typeOnly: boolean;
}

/** All names that the `export *` of one file pass on. */
export interface StarIndex extends Trace {
  readonly candidates: ReadonlyMap<string, readonly StarCandidate[]>;
  /** False when one of the targets cannot be read in full. */
  readonly complete: boolean;
}

/**
 * Results of origin questions that outlive a snapshot: each is used again only after the files it rests on proved
 * unchanged, so one memo serves any number of snapshots, proposed edits included. Mutable, not for concurrent use.
 */
export interface OriginMemo {
  readonly answers: Map<FilePath, Map<string, Answer>>;
  readonly stars: Map<FilePath, StarIndex>;
  readers: number;
}

export function createOriginMemo(): OriginMemo {
  return { answers: new Map(), stars: new Map(), readers: 0 };
}

/** True when everything a trace rests on still has the stamp it had; each trace is looked at once per reader. */
export function isCurrent(trace: Trace, reader: number, stampOf: (path: FilePath) => unknown): boolean {
  if (trace.reader === reader) return true;
  if (trace.stamp !== stampOf(trace.path)) return false;
  for (const rest of trace.rests) if (!isCurrent(rest, reader, stampOf)) return false;
  trace.reader = reader;
  return true;
}

/** The files whose surfaces the traces rest on, sorted. */
export function filesRead(traces: readonly Trace[]): readonly FilePath[] {
  const files = new Set<FilePath>();
  const seen = new Set<Trace>();
  const visit = (trace: Trace): void => {
    if (seen.has(trace)) return;
    seen.add(trace);
    files.add(trace.path);
    trace.rests.forEach(visit);
  };
  traces.forEach(visit);
  return [...files].sort(compareText);
}
