import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { CacheStore } from '../files/host.js';
import { compareText } from '../files/paths.js';
import { packRecord, unpackRecord } from './cache-record.js';

const extension = '.record';
const temporaryExtension = '.tmp';
/** File systems allow 255 bytes; the rest is for the extensions. */
const maxNameLength = 180;
/** A temporary file this old belongs to a process that died; none writes for so long. */
const abandonedMs = 3_600_000;
/** The time of use is kept as the file's time, and written no more often than this. */
const useResolutionMs = 3_600_000;

let temporaryFiles = 0;

/**
 * A store of records in a folder, one file each, made on first write. Safe to use from many processes at once and to be
 * killed at any moment: a record is written beside its place and renamed into it. A power failure may leave damaged
 * records, which are misses. A key may have up to 180 characters once escaped; a longer one is never stored.
 */
export function openStore(folder: string): CacheStore {
  let failures = 0;
  /** Runs something that the disk may refuse; a file that is simply not there is no failure. */
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') failures++;
      return undefined;
    }
  };

  return {
    read(key) {
      const path = pathOf(folder, key);
      const record = path === undefined ? undefined : attempt(() => readFileSync(path));
      if (path === undefined || record === undefined) return undefined;
      const content = unpackRecord(key, record);
      if (content) attempt(() => markUsed(path));
      else failures++;
      return content;
    },
    write(key, bytes) {
      const path = pathOf(folder, key);
      if (path === undefined) failures++;
      else attempt(() => writeWhole(folder, path, packRecord(key, bytes)));
    },
    delete(key) {
      const path = pathOf(folder, key);
      if (path !== undefined) attempt(() => unlinkSync(path));
    },
    keys() {
      const names = attempt(() => readdirSync(folder)) ?? [];
      return names.flatMap(name => keyOf(name) ?? []).sort(compareText);
    },
    prune(maxBytes) {
      const now = Date.now();
      const records: { path: string; size: number; usedMs: number }[] = [];
      for (const name of attempt(() => readdirSync(folder)) ?? []) {
        const path = join(folder, name);
        const stat = attempt(() => statSync(path));
        if (!stat) continue;
        if (name.endsWith(extension)) records.push({ path, size: stat.size, usedMs: stat.mtimeMs });
        else if (name.endsWith(temporaryExtension) && now - stat.mtimeMs > abandonedMs) attempt(() => unlinkSync(path));
      }
      records.sort((a, b) => b.usedMs - a.usedMs || compareText(a.path, b.path));
      let total = 0;
      for (const { path, size } of records) {
        total += size;
        if (total > maxBytes) attempt(() => unlinkSync(path));
      }
    },
    failures: () => failures,
  };
}

function writeWhole(folder: string, path: string, record: Uint8Array): void {
  const temporary = `${path}.${process.pid}-${threadId}-${temporaryFiles++}${temporaryExtension}`;
  try {
    try {
      writeFileSync(temporary, record);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      mkdirSync(folder, { recursive: true });
      writeFileSync(temporary, record);
    }
    renameSync(temporary, path);
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made, or the disk refuses this too: the first error tells.
    }
    throw error;
  }
}

function markUsed(path: string): void {
  const now = Date.now();
  if (now - statSync(path).mtimeMs > useResolutionMs) utimesSync(path, now / 1000, now / 1000);
}

function pathOf(folder: string, key: string): string | undefined {
  const name = escaped(key);
  return name.length === 0 || name.length > maxNameLength ? undefined : join(folder, name + extension);
}

/** Upper case is escaped too: some file systems do not tell it from lower case. */
function escaped(key: string): string {
  // A lone surrogate has no UTF-8 form: two such keys would share a file.
  if (/\p{Surrogate}/u.test(key)) return '';
  return key.replace(/[^a-z0-9_-]/gu, character =>
    [...Buffer.from(character, 'utf8')].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

function keyOf(name: string): string | undefined {
  if (!name.endsWith(extension)) return undefined;
  try {
    return decodeURIComponent(name.slice(0, -extension.length));
  } catch {
    return undefined;
  }
}
