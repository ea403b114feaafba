import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type TypeScript from 'typescript6';
import { editsFor } from '../../core/fixes/edits-for.js';
import { openWorkspace } from '../../core/index.js';
import type { Finding, Fix } from '../../core/rules/finding.js';
import { applyEdits } from '../../core/text/edit.js';
import { isFailureRule } from './precision/failure-rules.js';

// node dist/test/bench/fixes.js ROOT [PER_KIND] [DIFFS]: applies up to PER_KIND quick fixes of each kind that the failure rules offer,
// one at a time, and asks whether the finding is gone and whether TypeScript 6 says anything of the file that it did not say before.
// Where dependencies of ROOT are not installed, what comes from them is `any`. DIFFS is a file that takes what each fix changed.
const ts = createRequire(import.meta.url)('typescript6') as typeof TypeScript;
const [given = '.', perKind = '25', diffs] = process.argv.slice(2);
const root = resolve(given);
const workspace = await openWorkspace({ root, cache: false, resident: true });
const before = workspace.snapshot.findings;
const chosen = chooseFrom(before, Number(perKind));
if (diffs) writeFileSync(diffs, '');

/** How the fixes of one title fared. */
interface Tally {
  applied: number;
  gone: number;
  typed: number;
}
const tallies = new Map<string, Tally>();
const hasPackages = existsSync(join(root, 'node_modules'));
const services = new Map<string, Checker>();

for (const { finding, fix, kind } of chosen) {
  const text = readFileSync(join(root, fix.path), 'utf8');
  const edits = editsFor(fix, text);
  if (edits === undefined) throw new Error(`${finding.path}: "${fix.title}" does not fit its own text`);
  const tally = tallies.get(kind) ?? { applied: 0, gone: 0, typed: 0 };
  tallies.set(kind, tally);
  tally.applied++;
  const fixed = applyEdits(text, edits);
  const after = await workspace.apply([{ path: fix.path, text: fixed }]);
  // Of two alike in one function the second takes the identity of the first: they are counted.
  const isGone = countAlike(after.findings, finding) < countAlike(before, finding);
  await workspace.refresh([fix.path]);
  const added = newErrors(fix.path, text, fixed);
  if (isGone) tally.gone++;
  if (added.length === 0) tally.typed++;
  const place = `${finding.rule} ${finding.path}:${finding.range.start.line} ${fix.title}`;
  const verdict = `${isGone ? 'gone ' : 'STAYS'} ${added.length === 0 ? 'types ' : 'ERRORS'} ${place} ${added[0] ?? ''}\n`;
  process.stdout.write(verdict);
  if (diffs) appendFileSync(diffs, `${verdict}${finding.message}\n${changedLines(text, fixed)}\n`);
}
await workspace.close();

process.stdout.write('| Rule | Fix | Applied | Finding gone | Type-checks |\n|---|---|---|---|---|\n');
const sum: Tally = { applied: 0, gone: 0, typed: 0 };
for (const [key, tally] of [...tallies].sort()) {
  const [rule = '', title = ''] = key.split(' | ');
  process.stdout.write(`| \`${rule}\` | ${title} | ${tally.applied} | ${tally.gone} | ${tally.typed} |\n`);
  sum.applied += tally.applied;
  sum.gone += tally.gone;
  sum.typed += tally.typed;
}
process.stdout.write(
  `| | ${new Set(chosen.map(({ finding }) => finding)).size} findings | ${sum.applied} | ${sum.gone} | ${sum.typed} |\n`,
);

function countAlike(findings: readonly Finding[], { rule, path }: Finding): number {
  return findings.filter(each => each.rule === rule && each.path === path).length;
}

interface Choice {
  readonly finding: Finding;
  readonly fix: Fix;
  /** Rule and title, names left out. */
  readonly kind: string;
}

/** Up to so many fixes of each kind, of the gravest findings first, spread over the files; the kinds in turn. */
function chooseFrom(findings: readonly Finding[], most: number): readonly Choice[] {
  const weight = { error: 0, warning: 1, information: 2, hint: 3 } as const;
  const byKind = new Map<string, Choice[]>();
  for (const finding of findings.filter(({ rule }) => isFailureRule(rule)))
    for (const fix of finding.fixes) {
      const kind = `${finding.rule} | ${fix.title.replaceAll(/'[^']*'|"[^"]*"|\b\w*\.\w+\b/g, '…')}`;
      byKind.set(kind, [...(byKind.get(kind) ?? []), { finding, fix, kind }]);
    }
  const lists = [...byKind.values()].map(list => {
    const sorted = list.sort((a, b) => weight[a.finding.severity] - weight[b.finding.severity]);
    const step = Math.max(1, Math.floor(sorted.length / most));
    return sorted.filter((_, i) => i % step === 0).slice(0, most);
  });
  return Array.from({ length: most }, (_, i) => lists.flatMap(list => list.slice(i, i + 1))).flat();
}

/** The lines that differ from the first to the last, with three lines around them. */
function changedLines(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let same = 0;
  while (same < Math.min(old.length, now.length) - start && old.at(-1 - same) === now.at(-1 - same)) same++;
  const show = (mark: string, lines: readonly string[]) => lines.map(line => `${mark}${line}\n`).join('');
  return [
    show('  ', old.slice(Math.max(0, start - 3), start)),
    show('- ', old.slice(start, old.length - same)),
    show('+ ', now.slice(start, now.length - same)),
    show('  ', old.slice(old.length - same, old.length - same + 3)),
  ].join('');
}

/** What TypeScript says of a file, by the project that it belongs to. */
interface Checker {
  readonly texts: Map<string, { readonly text: string; readonly version: number }>;
  readonly service: TypeScript.LanguageService;
}

function newErrors(path: string, before: string, after: string): readonly string[] {
  const file = join(root, path);
  const checker = checkerOf(file);
  const known = [...errorsOf(checker, file, before)];
  return errorsOf(checker, file, after).filter(message => {
    const at = known.indexOf(message);
    if (at >= 0) known.splice(at, 1);
    return at < 0 && (hasPackages || !isForPackages(message));
  });
}

/** What types of packages would tell: of Node, of test runners, of the parameters of their callbacks. */
function isForPackages(message: string): boolean {
  return /implicitly has an 'any' type|Cannot find name '(AbortSignal|it|test|describe|expect)'/.test(message);
}

function errorsOf({ texts, service }: Checker, file: string, text: string): readonly string[] {
  texts.set(file, { text, version: (texts.get(file)?.version ?? 0) + 1 });
  return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, ' '),
  );
}

function checkerOf(file: string): Checker {
  const config = ts.findConfigFile(dirname(file), ts.sys.fileExists) ?? '';
  const known = services.get(config);
  if (known) return known;
  const parsed =
    config === ''
      ? undefined
      : ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, dirname(config));
  const options: TypeScript.CompilerOptions = {
    ...parsed?.options,
    noEmit: true,
    skipLibCheck: true,
    allowJs: true,
    incremental: false,
    composite: false,
  };
  const texts: Checker['texts'] = new Map();
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: name => String(texts.get(name)?.version ?? 0),
    getScriptSnapshot: name => {
      const text = texts.get(name)?.text ?? ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => dirname(config),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  const made = { texts, service };
  services.set(config, made);
  return made;
}
