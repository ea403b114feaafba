import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pageOf } from './rules/index.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'rules');

/** The page of a rule in Markdown; `undefined` for an unknown id. The pages ship beside the compiled rules. */
export function explainRule(id: string): string | undefined {
  const page = pageOf(id);
  return page === undefined ? undefined : readFileSync(join(folder, page), 'utf8');
}

/** Where the page of a rule lies, as a `file:` URL that works without a network; `undefined` for an unknown id. */
export function rulePageUrl(id: string): string | undefined {
  const page = pageOf(id);
  return page === undefined ? undefined : pathToFileURL(join(folder, page)).href;
}
