import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import { expandGlob } from '../../graph/glob.js';
import { linkFile } from '../../graph/link.js';
import { sortedUnique } from '../../graph/number-lists.js';
import type { OriginResolver } from '../../graph/origins.js';
import { kindBit, mockBit } from '../../graph/source-graph.js';
import type { EmitOptions } from '../../resolve/resolution.js';
import type { PathNumbers } from './numbering.js';
import type { FileLinks, FileRecord, FileTargets } from './state.js';

/** What edges are made from besides the file itself. */
export interface LinkSetting {
  readonly numbers: PathNumbers;
  readonly origins: OriginResolver;
  readonly files: readonly FilePath[];
  record(path: FilePath): FileRecord | undefined;
  isTest(path: FilePath): boolean;
  emit(path: FilePath): EmitOptions | undefined;
  ambient(specifier: string): boolean;
}

/** Makes the edges of a file and notes which other files' surfaces decided their kinds. */
export function makeLinks(record: FileRecord, targets: FileTargets, setting: LinkSetting): FileLinks {
  const { numbers, origins } = setting;
  const reads = new Set<number>();
  const note = (path: FilePath, name: string): void => {
    reads.add(numbers.of(path));
    for (const read of origins.originReads(path, name)) reads.add(numbers.of(read));
  };
  const edges = linkFile({
    path: record.path,
    facts: record.facts,
    resolutions: targets.resolutions,
    emit: setting.emit(record.path),
    isTest: setting.isTest(record.path),
    ambient: setting.ambient,
    originIsValue: (path, name) => {
      note(path, name);
      return origins.isValue(path, name);
    },
    isConstEnum: (path, name) => {
      note(path, name);
      return origins.isConstEnum(path, name);
    },
    globFiles: fact => (fact.pattern === undefined ? undefined : expandGlob(record.path, fact.pattern, setting.files)),
  });
  return { ...indexEdges(edges, setting), edges, reads: sortedUnique(reads) };
}

function indexEdges(
  edges: readonly Edge[],
  setting: LinkSetting,
): Pick<FileLinks, 'targetNumbers' | 'kindBits' | 'imports'> {
  const targetNumbers: number[] = [];
  const kindBits: number[] = [];
  const imports: number[] = [];
  for (const { target, kind, context } of edges) {
    if (target.kind !== 'file' && target.kind !== 'absent') continue;
    const number = setting.numbers.of(target.path);
    imports.push(number);
    if (!setting.record(target.path)) continue;
    targetNumbers.push(number);
    kindBits.push(kindBit[kind] | (context === 'mock' ? mockBit : 0));
  }
  return {
    targetNumbers: Int32Array.from(targetNumbers),
    kindBits: Uint8Array.from(kindBits),
    imports: sortedUnique(imports),
  };
}
