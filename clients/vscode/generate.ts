import { readFileSync, writeFileSync } from 'node:fs';
import { withContributions } from './manifest.js';

/** Writes the settings and commands into the manifest of the extension: run in the repository (`npm run generate`). */
const file = 'clients/vscode/package.json';
const before = readFileSync(file, 'utf8');
const after = withContributions(before);
if (after !== before) {
  writeFileSync(file, after);
  process.stdout.write(`wrote ${file}\n`);
}
