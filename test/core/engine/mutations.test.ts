import { afterAll, expect, test } from 'vitest';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { openFiles } from '../../harness/check-files.js';
import { cpuTime } from '../../harness/cpu-time.js';
import { type Files, randomFrom, randomWorkspace } from './random-workspace.js';

const mutants = Number(process.env.LINTEL_MUTATIONS ?? 150);
const seed = Number(process.env.LINTEL_SEED ?? 20260921);
const limitMs = 2_000;

type Random = (below: number) => number;

/** Tokens that lead parsers of TypeScript, JSON, globs and policies astray. */
const lures = [
  '{', '}', '[', ']', '(', ')', '`', '${', '"', "'", '/*', '*/', '//', '\\', '\0', '\uFEFF', '\uD800', '\u2028', '\r\n',
  '<', '>', '@', '#', '...', '=>', 'import', 'export', 'from', 'type', 'import(', 'require(', 'declare module "./a" {',
  '**', '{a,b', '!(', '../', '../../../..', '/', '\\\\?\\', '*', '__proto__', 'constructor', 'toString', 'null', '-1',
  '1e999', 'true', '[]', '{}', ',', ':', '"*"', '"tag:"', '"::"', '"external:"', '"{x}"', '"**/{x}/*"', '((((((((((',
]; // biome-ignore format: a list

let slowest = 0;
let told = 0;
afterAll(() => {
  console.info(
    `mutations: LINTEL_SEED=${seed}, ${mutants} mutants, slowest ${Math.round(slowest)} ms, ${told} with a file or policy that does not parse`,
  );
});

/** Deletes, doubles, swaps or inserts tokens or characters at up to six places. */
function mutated(random: Random, text: string): string {
  let parts = random(2) === 0 ? text.split(/\b/) : [...text];
  for (let i = random(6); i >= 0; i--) {
    const at = random(parts.length + 1);
    const length = 1 + random(random(4) === 0 ? 40 : 3);
    switch (random(5)) {
      case 0:
        parts.splice(at, length);
        break;
      case 1:
        parts.splice(at, 0, ...parts.slice(at, at + length));
        break;
      case 2:
        parts.splice(at, 0, lures[random(lures.length)] as string);
        break;
      case 3:
        parts.splice(at, 1, lures[random(lures.length)] as string);
        break;
      default:
        parts = [...parts.slice(at), ...parts.slice(0, at)];
    }
  }
  return parts.join('');
}

function mutant(random: Random, files: Files): { files: Files; changed: readonly string[] } {
  const paths = Object.keys(files);
  const settings = paths.filter(path => /\.jsonc?$/.test(path));
  const next = { ...files };
  const changed = new Set<string>();
  for (let i = random(3); i >= 0; i--) {
    // Settings are few and decide much: every other mutation hits one.
    const pool = random(2) === 0 ? settings : paths;
    const path = pool[random(pool.length)] as string;
    next[path] = mutated(random, next[path] ?? '');
    changed.add(path);
  }
  return { files: next, changed: [...changed] };
}

/** What must hold of any answer about any input. */
function expectHonest(snapshot: Snapshot, label: string): void {
  const report = snapshot.report({ minSeverity: 'hint' });
  const { coverage, status, findings } = report;
  const broken = snapshot.graph.files.filter(path => (snapshot.graph.facts(path)?.problemCount ?? 0) > 0);
  expect(coverage.parseErrors, label).toBe(broken.length);
  for (const path of broken)
    expect(
      findings.some(finding => finding.rule === 'lintel/syntax-error' && finding.path === path),
      `${path}, ${label}`,
    ).toBe(true);
  expect(coverage.complete, label).toBe(coverage.notChecked.length === 0);
  if (!snapshot.policy.usable) {
    expect(status, label).toBe('not_checked');
    expect(report.reason, label).toBeTruthy();
    expect(
      findings.some(({ rule, severity }) => rule.startsWith('config/') && severity === 'error'),
      label,
    ).toBe(true);
  } else if (status === 'ok') {
    expect(coverage.files, label).toBeGreaterThan(0);
    expect(
      findings.filter(({ severity }) => severity === 'error'),
      label,
    ).toEqual([]);
  }
  if (coverage.parseErrors > 0 || status === 'not_checked') told++;
  for (const { path, range, message } of findings) {
    const lines = (snapshot.text(path) ?? '').split(/\r\n|[\n\r\u2028\u2029]/).length;
    expect(range.start.line, `${path}, ${label}`).toBeGreaterThan(0);
    expect(range.end.line, `${path}, ${label}`).toBeLessThanOrEqual(lines);
    expect(message, label).not.toMatch(/\bundefined\b|\[object|internal error|defect of Lintel/i);
  }
}

test(`whatever the input, an answer: ${mutants} mutants, LINTEL_SEED=${seed}`, async () => {
  for (let i = 0; i < mutants; i++) {
    const random = randomFrom(seed + i);
    const original = randomWorkspace(random);
    const { files, changed } = mutant(random, original);
    const label = `LINTEL_SEED=${seed + i} LINTEL_MUTATIONS=1: ${changed.join(', ')}`;
    const spent = cpuTime();
    const workspace = await openFiles(files).catch((error: unknown) => {
      throw new Error(
        `${label}: ${error instanceof Error ? error.stack : error}\n${changed.map(path => files[path]).join('\n---\n')}`,
      );
    });
    expectHonest(workspace.snapshot, label);
    const tookMs = spent();
    slowest = Math.max(slowest, tookMs);
    expect(tookMs, label).toBeLessThan(limitMs);
    await workspace.close();
  }
  // Control: mutations break things, and it is said.
  expect(told).toBeGreaterThan(mutants / 10);
}, 1_200_000);
