import { crc32 } from 'node:zlib';

/**
 * A record on disk: `LNT1`, the length of the key and of the content (4 bytes each, little-endian), the CRC-32 of key
 * and content together, then the key and the content. It guards against damage, not against forgery.
 */
const magic = 0x31_54_4e_4c;
const headerBytes = 16;

/** Packs the content of a key. */
export function packRecord(key: string, content: Uint8Array): Uint8Array {
  const keyBytes = Buffer.from(key, 'utf8');
  const record = Buffer.allocUnsafe(headerBytes + keyBytes.length + content.length);
  record.set(keyBytes, headerBytes);
  record.set(content, headerBytes + keyBytes.length);
  record.writeUInt32LE(magic, 0);
  record.writeUInt32LE(keyBytes.length, 4);
  record.writeUInt32LE(content.length, 8);
  record.writeUInt32LE(crc32(record.subarray(headerBytes)), 12);
  return record;
}

/** The content of a record, `undefined` when it is cut short, damaged, or another key's. */
export function unpackRecord(key: string, record: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  if (bytes.length < headerBytes || bytes.readUInt32LE(0) !== magic) return undefined;
  const keyEnd = headerBytes + bytes.readUInt32LE(4);
  if (keyEnd + bytes.readUInt32LE(8) !== bytes.length) return undefined;
  if (crc32(bytes.subarray(headerBytes)) !== bytes.readUInt32LE(12)) return undefined;
  if (bytes.toString('utf8', headerBytes, keyEnd) !== key) return undefined;
  return bytes.subarray(keyEnd);
}
