import type { CacheStore } from '../../files/host.js';
import { type Dialect, EXTRACTOR_VERSION } from '../../syntax/facts.js';
import type { PackedFacts } from './front-end.js';

/** Facts that were extracted before, by content. */
export interface FactsCache {
  get(hash: string, dialect: Dialect): PackedFacts | undefined;
  put(hash: string, dialect: Dialect, facts: PackedFacts): void;
  /** Writes what is new. Records that this run did not use are kept while they take no more room than those it used. */
  flush(): void;
  /** Lets go of what it holds in memory and writes nothing: for steps that looked at a part of the workspace only. */
  forget(): void;
}

/** The first characters of a hash name its shard: enough shards that one edit rewrites little, few enough to read all. */
const SHARDS = 64;

/** A cache that remembers nothing: `--no-cache`. */
export const noFactsCache: FactsCache = { get: () => undefined, put: () => {}, flush: () => {}, forget: () => {} };

/** Facts in shards of a store. Concurrent processes may overwrite each other's new records; what is lost is extracted again. */
export function factsCache(store: CacheStore): FactsCache {
  const shards = new Map<number, Shard>();
  const shardOf = (key: string): Shard => {
    const index = shardIndex(key);
    let shard = shards.get(index);
    if (!shard) {
      shard = { records: readShard(store.read(shardKey(index))), used: new Set(), isDirty: false };
      shards.set(index, shard);
    }
    return shard;
  };
  return {
    get: (hash, dialect) => {
      const key = `${hash}.${dialect}`;
      const shard = shardOf(key);
      const facts = shard.records.get(key);
      if (facts) shard.used.add(key);
      return facts;
    },
    put: (hash, dialect, facts) => {
      const key = `${hash}.${dialect}`;
      const shard = shardOf(key);
      shard.records.set(key, facts);
      shard.used.add(key);
      shard.isDirty = true;
    },
    flush: () => {
      for (const [index, shard] of shards) {
        if (!shard.isDirty) continue;
        store.write(shardKey(index), writeShard(recordsToKeep(shard)));
      }
      // The packed hot facts are not needed again once every record of the run has been decoded.
      shards.clear();
    },
    forget: () => shards.clear(),
  };
}

interface Shard {
  readonly records: Map<string, PackedFacts>;
  readonly used: Set<string>;
  isDirty: boolean;
}

function shardKey(index: number): string {
  return `facts-${EXTRACTOR_VERSION}-${index}`;
}

function shardIndex(key: string): number {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum = (sum * 31 + key.charCodeAt(i)) >>> 0;
  return sum % SHARDS;
}

function recordsToKeep({ records, used }: Shard): ReadonlyMap<string, PackedFacts> {
  const kept = new Map<string, PackedFacts>();
  let room = 0;
  for (const key of used) {
    const facts = records.get(key)!;
    kept.set(key, facts);
    room += sizeOf(facts);
  }
  for (const [key, facts] of records) {
    if (kept.has(key) || sizeOf(facts) > room) continue;
    kept.set(key, facts);
    room -= sizeOf(facts);
  }
  return kept;
}

function sizeOf({ hot, cold, ir }: PackedFacts): number {
  return hot.byteLength + cold.byteLength + ir.byteLength;
}

type ShardIndex = [
  key: string,
  hotBytes: number,
  coldBytes: number,
  irBytes: number,
  unreadable: PackedFacts['unreadable'] | null,
][];

/** A shard: the length of its index in 4 bytes, the index as JSON, then the records back to back. */
function writeShard(records: ReadonlyMap<string, PackedFacts>): Uint8Array {
  const sorted = [...records].sort(([a], [b]) => (a < b ? -1 : 1));
  const index: ShardIndex = sorted.map(([key, { hot, cold, ir, unreadable }]) => [
    key,
    hot.byteLength,
    cold.byteLength,
    ir.byteLength,
    unreadable ?? null,
  ]);
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.byteLength);
  return Buffer.concat([length, head, ...sorted.flatMap(([, { hot, cold, ir }]) => [hot, cold, ir])]);
}

/** The store has checked length and hash of the bytes; a shard of another layout is a miss all the same. */
function readShard(bytes: Uint8Array | undefined): Map<string, PackedFacts> {
  const records = new Map<string, PackedFacts>();
  if (!bytes || bytes.byteLength < 4) return records;
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 4 + buffer.readUInt32LE(0);
    const index = JSON.parse(buffer.toString('utf8', 4, at)) as ShardIndex;
    for (const [key, hotBytes, coldBytes, irBytes, unreadable] of index) {
      const hot = bytes.subarray(at, at + hotBytes);
      const cold = bytes.subarray(at + hotBytes, at + hotBytes + coldBytes);
      at += hotBytes + coldBytes;
      const ir = bytes.subarray(at, at + irBytes);
      at += irBytes;
      records.set(key, unreadable ? { hot, cold, ir, unreadable } : { hot, cold, ir });
    }
  } catch {
    records.clear();
  }
  return records;
}
