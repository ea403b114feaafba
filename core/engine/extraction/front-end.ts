import { decode } from '../../files/decode.js';
import type { FilePath } from '../../files/paths.js';
import type { Dialect, Extraction } from '../../syntax/facts.js';
import { packIr } from '../../syntax/ir/codec.js';
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
  /** Why the bytes are no text. The facts are then those of an empty file (`binary`), or of what could be read. */
  readonly unreadable?: 'not-utf-8' | 'binary';
  readonly hot: Uint8Array;
  readonly cold: Uint8Array;
  /** The failure IR, see `syntax/ir/codec`. */
  readonly ir: Uint8Array;
}

/** Lowers source texts to packed facts, in the order asked, off the main thread or on it. */
export interface FrontEnd {
  /** Lets the parser load while other work goes on; for who knows that there will be something to parse. */
  warm?(): void;
  extract(requests: readonly SourceRequest[]): Promise<readonly PackedFacts[]>;
  /** Gives the memory of the parser back; the next `extract` loads it again. Only while nothing is being extracted. */
  rest?(): void;
  close(): Promise<void>;
}

/**
 * One lowering. Never throws for the user's text: where the front end itself fails, the file counts as one that does not
 * parse, with the failure as its problem, so that the run goes on and says what it did not read.
 */
export function lower(parser: Parser, request: SourceRequest): PackedFacts {
  const { text, problem } = decode(request.bytes);
  const { facts, body, ir } = extractSafely(parser, text, request.dialect);
  const packed = { hot: packHot(facts), cold: packCold(body), ir: packIr(ir) };
  return problem ? { ...packed, unreadable: problem } : packed;
}

function extractSafely(parser: Parser, text: string, dialect: Dialect): Extraction {
  try {
    return parser.extract(text, dialect);
  } catch (error) {
    const { facts, body, ir } = parser.extract('', dialect);
    const why = error instanceof Error ? error.message : String(error);
    const message = `Lintel could not read this file, which is a defect of Lintel worth a report: ${why}.`;
    return { facts: { ...facts, problems: [{ message, span: { start: 0, end: 0 } }], problemCount: 1 }, body, ir };
  }
}

/** A front end on the calling thread: for tests, memory file systems and machines without threads. */
export function inProcessFrontEnd(parser: () => Parser): FrontEnd {
  return {
    extract: async requests => requests.map(request => lower(parser(), request)),
    close: async () => {},
  };
}
