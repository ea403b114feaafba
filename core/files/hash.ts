import { hash } from 'node:crypto';

/**
 * The identity of some content: 22 base64url characters, the first 132 bits of SHA-256 (as fast as SHA-1 on today's
 * processors, and nobody can make two files that collide). A text is hashed as UTF-8, so that a file and an open buffer
 * with the same content agree; hash the text, not the bytes, where a byte order mark should not matter.
 */
export function contentHash(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64url').slice(0, 22);
}
