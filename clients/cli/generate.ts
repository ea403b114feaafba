import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadEngine } from './engine.js';
import { reportSchemaText } from './format/report-schema.js';
import { withRuleTable } from './rule-table.js';

/** Writes the generated files of this folder: `node dist/clients/cli/generate.js`, run in the repository (`npm run generate`). */
const root = resolve(process.argv[2] ?? '.');
write('report.schema.json', reportSchemaText());
const engine = await loadEngine();
const { rules, schemaFiles, schemaText } = engine;
write(schemaFiles.architecture, schemaText(engine.architectureJsonSchema()));
write(schemaFiles.module, schemaText(engine.architectureModuleJsonSchema()));
mkdirSync(resolve(root, 'docs'), { recursive: true });
write('docs/models.md', engine.builtInModelList());
write('README.md', withRuleTable(read(resolve(root, 'README.md')) ?? '', rules));

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
