import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type TypeScript from 'typescript6';
import { editsFor } from '../../core/fixes/edits-for.js';
import { openWorkspace } from '../../core/index.js';
import type { Finding } from '../../core/rules/finding.js';
import { applyEdits } from '../../core/text/edit.js';
import { isFailureRule } from './precision/failure-rules.js';

// node dist/test/bench/fixes.js ROOT [PER_RULE]: applies every quick fix of up to PER_RULE findings of each failure rule, one at a
// time, and asks whether the finding is gone and whether TypeScript 6 says anything of the file that it did not say before. The
// dependencies of ROOT have to be installed for the second answer to mean something.
const ts = createRequire(import.meta.url)('typescript6') as typeof TypeScript;
const [given = '.', perRule = '25'] = process.argv.slice(2);
const root = resolve(given);
const workspace = await openWorkspace({ root, cache: false, resident: true });
const before = workspace.snapshot.findings;
const chosen = chooseFrom(before, Number(perRule));

/** How the fixes of one title fared. */
interface Tally {
  applied: number;
  gone: number;
  typed: number;
}
const tallies = new Map<string, Tally>();
const services = new Map<string, Checker>();

for (const finding of chosen) {
  const text = readFileSync(join(root, finding.path), 'utf8');
  for (const fix of finding.fixes) {
    const edits = fix.path === finding.path ? editsFor(fix, text) : undefined;
    if (edits === undefined) continue;
    const key = `${finding.rule} | ${fix.title.replaceAll(/'[^']*'|\b\w*\.\w+\b/g, '…')}`;
    const tally = tallies.get(key) ?? { applied: 0, gone: 0, typed: 0 };
    tallies.set(key, tally);
    tally.applied++;
    const fixed = applyEdits(text, edits);
    const after = await workspace.apply([{ path: finding.path, text: fixed }]);
    // Of two alike in one function the second takes the identity of the first: they are counted.
    const isGone = countAlike(after.findings, finding) < countAlike(before, finding);
    await workspace.refresh([finding.path]);
    const added = newErrors(finding.path, text, fixed);
    if (isGone) tally.gone++;
    if (added.length === 0) tally.typed++;
    const place = `${finding.rule} ${finding.path}:${finding.range.start.line} ${fix.title}`;
    process.stdout.write(
      `${isGone ? 'gone ' : 'STAYS'} ${added.length === 0 ? 'types ' : 'ERRORS'} ${place} ${added[0] ?? ''}\n`,
    );
  }
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
process.stdout.write(`| | ${chosen.length} findings | ${sum.applied} | ${sum.gone} | ${sum.typed} |\n`);

function countAlike(findings: readonly Finding[], { rule, path }: Finding): number {
  return findings.filter(each => each.rule === rule && each.path === path).length;
}

/** Up to so many findings of each failure rule that have fixes, the gravest first, spread over the files; the rules in turn. */
function chooseFrom(findings: readonly Finding[], most: number): readonly Finding[] {
  const weight = { error: 0, warning: 1, information: 2, hint: 3 } as const;
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings)
    if (isFailureRule(finding.rule) && finding.fixes.length > 0)
      byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  const lists = [...byRule.values()].map(list => {
    const sorted = list.sort((a, b) => weight[a.severity] - weight[b.severity]);
    const step = Math.max(1, Math.floor(sorted.length / most));
    return sorted.filter((_, i) => i % step === 0).slice(0, most);
  });
  return Array.from({ length: most }, (_, i) => lists.flatMap(list => list.slice(i, i + 1))).flat();
}

/** What TypeScript says of a file, by the project that it belongs to. */
interface Checker {
  readonly texts: Map<string, { readonly text: string; readonly version: number }>;
  readonly service: TypeScript.LanguageService;
}

function newErrors(path: string, before: string, after: string): readonly string[] {
  const file = join(root, path);
  const checker = checkerOf(file);
  const known = new Set(errorsOf(checker, file, before));
  return errorsOf(checker, file, after).filter(message => !known.has(message));
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
