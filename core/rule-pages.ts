import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pageOf } from './rules/index.js';

/** The page of a rule in Markdown; `undefined` for an unknown id. The pages ship beside the compiled rules. */
export function explainRule(id: string): string | undefined {
  const page = pageOf(id);
  return page === undefined
    ? undefined
    : readFileSync(fileURLToPath(new URL(`./rules/${page}`, import.meta.url)), 'utf8');
}
