import type { FilePath, Finding, Snapshot } from '../engine.js';
import { groupBy } from '../format/context.js';

interface Offsets {
  readonly start: number;
  readonly end: number;
}

/** Answers the findings about a dependency written at a place. */
export interface Violations {
  /** `site` is the specifier, `statement` the declaration or call around it (offsets in UTF-16 code units). */
  at(path: FilePath, site: Offsets, statement: Offsets): readonly Finding[];
}

/** Indexes the findings about dependencies; they stand at the specifier or at a name of the same statement. */
export function violationsOf({ findings }: Pick<Snapshot, 'findings'>): Violations {
  const byPath = groupBy(
    findings.filter(finding => finding.dependency !== undefined),
    finding => finding.path,
  );
  return {
    at(path, site, statement) {
      const inFile = byPath.get(path) ?? [];
      const exact = inFile.filter(({ span }) => span.start === site.start && span.end === site.end);
      if (exact.length > 0) return exact;
      return inFile.filter(({ span }) => span.start >= statement.start && span.end <= statement.end);
    },
  };
}
