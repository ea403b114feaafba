import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replay } from './replay/replay-repository.js';
import { repositories } from './replay/repositories.js';
import { summaryOf } from './replay/summary.js';

// node dist/test/bench/replay.js CLONES [--only NAME] [--commits 60] [--quota 3] [--clean 30] [--no-cold] [--out FOLDER]: seeds mistakes of eleven kinds
// into real writes of the repositories in replay/repositories.ts (CLONES holds a clone of each by its name) and gives them,
// and the writes as they were, as plan, content, patch and hook payload to the built command. No model is in the loop.
// A repository whose result lies in the folder already is not run again; without `--only` the summary of all ends the run.
const args = process.argv.slice(2);
const option = (name: string, usual: string): string => {
  const at = args.indexOf(name);
  return at < 0 ? usual : (args.splice(at, 2)[1] ?? usual);
};
const isColdAsked = !args.includes('--no-cold');
const only = option('--only', '');
const commits = Number(option('--commits', '60'));
const quota = Number(option('--quota', '3'));
const clean = Number(option('--clean', '30'));
const out = resolve(option('--out', '.cache/replay'));
const clones = resolve(args[0] ?? '.cache/clones');
const main = fileURLToPath(new URL('../../clients/cli/bundle/lintel.cjs', import.meta.url));

mkdirSync(out, { recursive: true });
for (const repository of repositories) {
  if (only !== '' && !repository.name.endsWith(`/${only}`)) continue;
  const file = join(out, `${repository.name.replace('/', '+')}.json`);
  if (existsSync(file)) continue;
  const keep = (result: object) => writeFileSync(`${file}.part`, JSON.stringify(result, null, 1));
  keep(
    await replay(repository, {
      clones,
      commits,
      quota,
      clean,
      isColdAsked,
      main,
      keep,
      log: line => console.error(line),
    }),
  );
  renameSync(`${file}.part`, file);
}
if (only === '') console.log(summaryOf(out));
process.exit(0);
