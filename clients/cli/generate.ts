import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pluginFiles } from './agents/plugins.js';
import { loadEngine } from './engine.js';
import { reportSchemaText } from './format/report-schema.js';
import { packageVersion } from './package-files.js';
import { withRuleTable } from './rule-table.js';

/** Writes the generated files of this folder: `node dist/clients/cli/generate.js`, run in the repository (`npm run generate`). */
const root = resolve(process.argv[2] ?? '.');
write('report.schema.json', reportSchemaText());
const engine = await loadEngine();
const { rules, schemaFiles, schemaText } = engine;
write(schemaFiles.architecture, schemaText(engine.architectureJsonSchema()));
write(schemaFiles.module, schemaText(engine.architectureModuleJsonSchema()));
write('docs/models.md', engine.builtInModelList());
for (const [path, text] of pluginFiles(packageVersion())) write(path, text);
write('README.md', withRuleTable(read(resolve(root, 'README.md')) ?? '', rules));

function write(path: string, text: string): void {
  const file = resolve(root, path);
  if (read(file) === text) return;
  mkdirSync(dirname(file), { recursive: true });
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
