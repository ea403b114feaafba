// Puts the pages of the rules beside the compiled rules, where `lintel explain` reads them; part of `npm run build`.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const entry of readdirSync(join(root, 'core/rules'), { recursive: true, encoding: 'utf8' })) {
  if (!entry.endsWith('.md')) continue;
  const target = join(root, 'dist/core/rules', entry);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, 'core/rules', entry), target);
}
