import { decode } from '../../files/decode.js';
import type { FilePath } from '../../files/paths.js';
import type { Dialect, SyntaxProblem } from '../../syntax/facts.js';
import { packCold, packHot } from '../../syntax/pack.js';
import type { Parser } from '../../syntax/parser.js';

/** A source text to be lowered, as the bytes on disk. */
export interface SourceRequest {
  readonly path: FilePath;
  readonly dialect: Dialect;
  readonly bytes: Uint8Array;
}

/** The facts of one text, packed: what crosses the thread boundary and what the cache stores. */
export interface PackedFacts {
  /** Why the bytes are no text; the facts are then those of an empty file. */
  readonly unreadable?: 'not-utf-8' | 'binary';
  readonly hot: Uint8Array;
  readonly cold: Uint8Array;
}

/** Lowers source texts to packed facts, in the order asked, off the main thread or on it. */
export interface FrontEnd {
  extract(requests: readonly SourceRequest[]): Promise<readonly PackedFacts[]>;
  close(): Promise<void>;
}

/** One lowering. Never throws for the user's text: a failure of the parser itself becomes a syntax problem of that file. */
export function lower(parser: Parser, request: SourceRequest): PackedFacts {
  const { text, problem } = decode(request.bytes);
  const extraction = parser.extract(problem ? '' : text, request.dialect);
  const packed = { hot: packHot(extraction.facts), cold: packCold(extraction.body) };
  return problem ? { ...packed, unreadable: problem } : packed;
}

/** A front end on the calling thread: for tests, memory file systems and machines without threads. */
export function inProcessFrontEnd(parser: () => Parser): FrontEnd {
  return {
    extract: async requests => requests.map(request => lower(parser(), request)),
    close: async () => {},
  };
}

export type { SyntaxProblem };
