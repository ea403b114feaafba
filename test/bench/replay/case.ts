/** The eleven kinds of mistakes that are seeded. */
export const kinds = [
  'forbidden import',
  'deep import',
  'cycle closed',
  'invented package',
  'missing export',
  'laundering',
  'swallowed failure',
  'conflated failure',
  'lost cause',
  'missing status check',
  'copied helper',
] as const;
export type Kind = (typeof kinds)[number];

/** A text that another one of the same agent has written before, on the disk by the time of the case. */
export interface EarlierWrite {
  readonly path: string;
  readonly text: string;
}

/** One write: a real one of a commit, or a real one with a mistake seeded into it. */
export interface Write {
  readonly path: string;
  /** The text on the disk; `undefined`: the file is new. */
  readonly before: string | undefined;
  readonly text: string;
}

/** A real write with a mistake in it. */
export interface SeededWrite extends Write {
  readonly kind: Kind;
  /** Rules of which one has to be named; for a copy the name that it has in the text. */
  readonly rules: readonly string[];
  readonly copyOf?: string;
  readonly earlier?: EarlierWrite;
  /** What was seeded, one line. */
  readonly what: string;
  /** The real text without the mistake. */
  readonly clean: string;
}

/** A small generator: the same choices in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}
