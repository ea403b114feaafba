import type { FilePath } from '../../files/paths.js';
import { sortedUnique } from '../../graph/number-lists.js';
import type { OriginResolver } from '../../graph/origins.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import type { PathNumbers } from './numbering.js';
import type { Reads } from './state.js';

/** Notes what an answer rests on while it is being made. */
export class ReadLog {
  readonly #numbers: PathNumbers;
  readonly #surfaces = new Set<number>();
  readonly #whole = new Set<number>();
  readonly #listed = new Set<number>();

  readonly #heard: ((path: FilePath) => void) | undefined;

  /** `heard` is called for every file that is noted, besides. */
  constructor(numbers: PathNumbers, heard?: (path: FilePath) => void) {
    this.#numbers = numbers;
    this.#heard = heard;
  }

  surface(path: FilePath): void {
    this.#heard?.(path);
    this.#surfaces.add(this.#numbers.of(path));
  }

  whole(path: FilePath): void {
    this.#heard?.(path);
    this.#whole.add(this.#numbers.of(path));
  }

  get reads(): Reads {
    return {
      surfaces: sortedUnique(this.#surfaces),
      whole: sortedUnique(this.#whole),
      listed: sortedUnique(this.#listed),
    };
  }

  /** Notes every file that the answer about an exported name rests on, those passed in vain included. */
  name(origins: OriginResolver, path: FilePath, name: string): void {
    this.surface(path);
    for (const read of origins.originReads(path, name)) this.surface(read);
  }

  /** The graph, with everything asked of it noted. */
  track(graph: SourceGraph, origins: OriginResolver): SourceGraph {
    return {
      files: graph.files,
      has: graph.has,
      dependents: graph.dependents,
      facts: path => {
        this.whole(path);
        return graph.facts(path);
      },
      body: path => {
        this.whole(path);
        return graph.body(path);
      },
      edges: path => {
        this.whole(path);
        return graph.edges(path);
      },
      origin: (path, name) => {
        this.name(origins, path, name);
        return graph.origin(path, name);
      },
      exportNames: path => {
        const answer = graph.exportNames(path);
        this.surface(path);
        this.#listed.add(this.#numbers.of(path));
        for (const name of answer.names) this.name(origins, path, name);
        return answer;
      },
    };
  }
}
