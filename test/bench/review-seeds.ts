import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { behaviourDelta, type ChangedFunction, openWorkspace, type Snapshot } from '../../core/index.js';
import { callersByTypeScript, projectOf, type Site, shuffled, sitesOf } from './review/corpus.js';
import { refactorings } from './review/refactorings.js';
import { seeds } from './review/seeds.js';

// node dist/test/bench/review-seeds.js ROOT FOLDERS [PER_KIND] [SEED]: changes what functions of real code do, under the
// same signature, in ten ways, and writes as many otherwise that do the same; prints what lintel review says of each. The
// callers are held against TypeScript's own references. FOLDERS: separated by commas.
const [root = fileURLToPath(new URL('../../..', import.meta.url)), folders = 'core', perKind = '8', seed = '7'] =
  process.argv.slice(2);
const wanted = Number(perKind);
const project = projectOf(root, folders.split(','));
const sites = sitesOf(project, root, Number(seed));
const workspace = await openWorkspace({ root, cache: false });
const { snapshot } = workspace;
snapshot.failures.file(sites[0]?.path ?? ''); // contracts are made once, before the clock

async function told(path: string, before: string | undefined, after: string, other?: { path: string; text: string }) {
  const base: Snapshot = before === undefined ? snapshot : await snapshot.with([{ path, text: before }]);
  const head = await base.with([{ path, text: after }, ...(other ? [other] : [])]);
  const delta = behaviourDelta(base, head);
  if (delta.status === 'not_checked') throw new Error(delta.reason);
  return delta.functions.filter(({ severity }) => severity !== 'hint');
}

const isUsable = ({ path, file }: Site): boolean =>
  snapshot.graph.has(path) && readFileSync(`${root}/${path}`, 'utf8') === file.getFullText();
const lastName = (symbol: string): string => symbol.slice(symbol.lastIndexOf('.') + 1).replace(/^#/, '');
const totals = { made: 0, found: 0, withCallers: 0, exactCallers: 0, refactored: 0, silent: 0 };

for (const [kind, make] of Object.entries(seeds)) {
  const row = { made: 0, found: 0, withCallers: 0, exactCallers: 0 };
  for (const site of sites) {
    if (row.made >= wanted) break;
    const edit = isUsable(site) ? make(site) : undefined;
    if (!edit || edit.after === edit.before) continue;
    row.made++;
    const functions = await told(site.path, edit.before, edit.after);
    const hit = functions.find(each => each.path === site.path && lastName(each.symbol) === site.name);
    if (!hit) {
      console.log(`MISSED ${kind}: ${site.path} ${site.name} ${says(functions)}`);
      continue;
    }
    row.found++;
    const { isRight, isExact, detail } = compareCallers(site, hit);
    if (isRight) row.withCallers++;
    else console.log(`CALLERS ${kind}: ${site.path} ${site.name} ${detail}`);
    if (isExact) row.exactCallers++;
    const others = functions.filter(each => each !== hit);
    if (others.length > 0) console.log(`BESIDES ${kind}: ${site.path} ${site.name} ${says(others)}`);
  }
  console.log(`seed     ${kind.padEnd(26)} ${JSON.stringify(row)}`);
  for (const key of ['made', 'found', 'withCallers', 'exactCallers'] as const) totals[key] += row[key];
}
for (const [kind, make] of Object.entries(refactorings)) {
  const row = { refactored: 0, silent: 0 };
  for (const site of shuffled(sites, Number(seed) + 1)) {
    if (row.refactored >= wanted) break;
    const edit = isUsable(site) ? make(site) : undefined;
    if (!edit) continue;
    row.refactored++;
    const functions = await told(site.path, edit.before, edit.after, edit.other);
    if (functions.length === 0) row.silent++;
    else console.log(`NOISE ${kind}: ${site.path} ${site.name} ${says(functions)}`);
  }
  console.log(`refactor ${kind.padEnd(26)} ${JSON.stringify(row)}`);
  for (const key of ['refactored', 'silent'] as const) totals[key] += row[key];
}
console.log(`TOTAL ${root} ${JSON.stringify(totals)}`);
await workspace.close();

/** Right: nobody is named who does not call it. Exact: and everybody is who does, up to the most that are listed. */
function compareCallers(site: Site, hit: ChangedFunction) {
  const expected = new Set([...callersByTypeScript(site, root)].map(each => each.replace(/ #(?=\w+$)/, ' ')));
  const named = new Set(hit.callers.map(each => `${each.path} ${lastName(each.symbol.replace(/(\.?~\d+)+$/, ''))}`));
  const wrong = [...named].filter(each => !expected.has(each));
  const missing = [...expected].filter(each => !named.has(each));
  return {
    isRight: wrong.length === 0 && (expected.size === 0 || named.size > 0 || hit.callers.length >= 50),
    isExact: wrong.length === 0 && (missing.length === 0 || hit.callers.length >= 50),
    detail: `wrong ${wrong.slice(0, 3).join(', ')}; missing ${missing.slice(0, 3).join(', ')}`,
  };
}

function says(functions: readonly ChangedFunction[]): string {
  return functions
    .map(({ symbol, severity, changes }) => `[${severity} ${symbol}: ${changes.map(each => each.says).join('; ')}]`)
    .join(' ');
}
