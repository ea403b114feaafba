import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Spread } from './figures.js';

export type Figure = number | Spread | readonly number[];

/** One part of a run that came to its end. */
export interface PartTaken {
  readonly part: string;
  /** The commit it was taken at. */
  readonly commit: string;
  readonly isSmall: boolean;
  readonly seconds: number;
  /** Why it has no figures, or not all. */
  readonly failure?: string;
  readonly figures: Readonly<Record<string, Figure>>;
}

/** The parts taken so far: a run that was interrupted goes on behind the last of them. */
export function keptParts(file: string) {
  const read = (): readonly PartTaken[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line))
      : [];
  return {
    /** The latest of each part, of this commit and size. */
    of(commit: string, isSmall: boolean): ReadonlyMap<string, PartTaken> {
      const meant = read().filter(taken => taken.commit === commit && taken.isSmall === isSmall);
      return new Map(meant.map(taken => [taken.part, taken]));
    },
    add(taken: PartTaken): void {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${JSON.stringify(taken)}\n`);
    },
  };
}
