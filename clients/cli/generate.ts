import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reportSchemaText } from './format/report-schema.js';

/** Writes the generated files of this folder: `node dist/clients/cli/generate.js`, run in the repository (`npm run generate`). */
const root = resolve(process.argv[2] ?? '.');
write('report.schema.json', reportSchemaText());

function write(path: string, text: string): void {
  const file = resolve(root, path);
  if (read(file) === text) return;
  writeFileSync(file, text);
  process.stdout.write(`wrote ${path}\n`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
