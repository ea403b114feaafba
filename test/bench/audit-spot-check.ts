import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `node dist/test/bench/audit-spot-check.js REPO SINCE [ROWS]`: holds rows of `lintel audit`, evenly spread, against
 * `git log -S` for the specifier (for names that joined an import, for the name) in the file and its former names.
 */
const [repo = '.', since = 'HEAD~100', wanted = '50'] = process.argv.slice(2);
const main = fileURLToPath(new URL('../../clients/cli/main.js', import.meta.url));
const git = (...args: string[]): string =>
  spawnSync('git', args, { cwd: repo, encoding: 'utf8', maxBuffer: 1 << 30 }).stdout.trim();

interface Row {
  readonly path: string;
  readonly line: number;
  readonly specifier: string;
  readonly symbols: readonly string[];
  readonly introduced: string;
  readonly commit?: { readonly id: string };
}

const audit = JSON.parse(
  spawnSync(process.execPath, [main, 'audit', '--root', repo, '--since', since, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  }).stdout,
) as { since: { commit: string | null }; counts: unknown; pairs: { imports: Row[] }[] };
const rows = audit.pairs.flatMap(pair => pair.imports).filter(row => row.introduced === 'commit');
const step = Math.max(1, Math.floor(rows.length / Number(wanted)));
const sample = rows.filter((_, i) => i % step === 0).slice(0, Number(wanted));
const range = audit.since.commit === null ? ['HEAD'] : [`${audit.since.commit}..HEAD`];

function logOf(path: string, text: string, ...more: readonly string[]): readonly string[] {
  const found = git('log', '--format=%H', ...more, `-S${text}`, ...range, '--', path);
  return found.split('\n').filter(id => id !== '');
}

let agreed = 0;
for (const row of sample) {
  // With --follow git takes a file that was copied from another for the other one, and finds nothing new in it.
  const search = (text: string) => {
    const followed = logOf(row.path, text, '--follow');
    return followed.length > 0 ? followed : logOf(row.path, text);
  };
  const ofSpecifier = ["'", '"'].flatMap(quote => search(`${quote}${row.specifier}${quote}`));
  const ofNames = ofSpecifier.length > 0 ? [] : row.symbols.flatMap(search);
  const found = [...ofSpecifier, ...ofNames];
  const id = row.commit?.id ?? '';
  // The newest that added it: what came and went before is another life of the import.
  const isAgreed = found[0] === id || found.at(-1) === id;
  if (isAgreed) agreed++;
  else
    console.log(
      `${row.path}:${row.line} ${row.specifier} [${row.symbols}] says ${id.slice(0, 10)}, git log -S: ${found.map(each => each.slice(0, 10))}`,
    );
}
console.log(JSON.stringify(audit.counts));
console.log(`${agreed} of ${sample.length} rows agree with git log -S`);
