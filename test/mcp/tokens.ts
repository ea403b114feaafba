import { encode } from 'gpt-tokenizer/encoding/o200k_base';

/** Tokens of a text as a model counts them (o200k; others differ by a fifth). */
export function tokensOf(value: unknown): number {
  return encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
}
