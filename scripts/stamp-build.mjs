// Writes what this build of the engine is, so that nobody has to look at all its files to know: a stored result of another
// build is void, and servers and hooks of different builds do not talk to one another. Part of `npm run build`.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const engine = fileURLToPath(new URL('../dist/core/', import.meta.url));
const hash = createHash('sha256');
for (const path of readdirSync(engine, { recursive: true, encoding: 'utf8' }).sort())
  if (/\.(?:js|jsonc)$/.test(path)) hash.update(`${path}\0`).update(readFileSync(engine + path));
writeFileSync(`${engine}build-id`, hash.digest('hex'));
