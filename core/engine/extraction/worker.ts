import { typescriptParser } from '../../syntax/typescript-parser.js';
import { lower, type PackedFacts, type SourceRequest } from './front-end.js';

const parser = typescriptParser();
// Loads TypeScript now rather than with the first batch: the main thread is still listing files.
parser.extract('', 'ts');

/** The thread that parses: answers a batch of texts with their facts, in order (see `Workers` for the protocol). */
export function answer(requests: readonly SourceRequest[]): readonly PackedFacts[] {
  return requests.map(request => lower(parser, request));
}
