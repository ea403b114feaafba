import { expect } from 'vitest';
import { editsFor } from '../../core/fixes/edits-for.js';
import type { Finding } from '../../core/rules/finding.js';
import { applyEdits } from '../../core/text/edit.js';
import { type Marker, parseMarkers } from './markers.js';
import type { PageCase } from './rule-page.js';

/** What a check of a set of files answers. */
export interface Checked {
  readonly findings: readonly Finding[];
  text(path: string): string;
}

/** Checks a set of files as a workspace; `base` holds the files at the base revision of a `--since` run. */
export type CheckFiles = (files: Record<string, string>, base?: Record<string, string>) => Promise<Checked>;

/** Runs one case of a page: every marker is a finding, every finding has a marker, and the first fix gives the fixed file. */
export async function checkCase(rule: string, page: PageCase, checkFiles: CheckFiles): Promise<void> {
  const files: Record<string, string> = {};
  const expected: { path: string; marker: Marker }[] = [];
  for (const [path, source] of page.files) {
    const { text, markers } = parseMarkers(source);
    files[path] = text;
    for (const marker of markers) expected.push({ path, marker });
  }
  if (page.expects === 'findings') expect(expected, `${page.name} draws no marker`).not.toEqual([]);
  const base = page.base.size === 0 ? undefined : Object.fromEntries(page.base);
  const checked = await checkFiles(files, base);

  const left = [...checked.findings];
  const missing: string[] = [];
  for (const { path, marker } of expected) {
    const at = left.findIndex(finding => isMeant(finding, rule, path, marker, files[path] ?? ''));
    if (at < 0)
      missing.push(
        `${path}:${marker.line}:${marker.start}-${marker.end} ${marker.severity ?? ''} ${marker.rule ?? rule}: ${marker.fragment}`,
      );
    else left.splice(at, 1);
  }
  const wrong = [
    ...missing.map(each => `missing     ${each}`),
    ...left.map(each => `not drawn   ${describeFinding(each)}`),
  ];
  if (wrong.length > 0) throw new Error(`${page.name} (line ${page.line} of the page)\n${wrong.join('\n')}`);
  for (const [path, text] of page.fixed) {
    expect(await afterFirstFix(checked, path), `${page.name}: ${path} after the first fix`).toBe(text);
  }
}

/** The file after the first fix offered in it. */
async function afterFirstFix(checked: Checked, path: string): Promise<string | undefined> {
  const fix = checked.findings.flatMap(({ fixes }) => fixes).find(each => each.path === path);
  if (fix === undefined) return undefined;
  const text = checked.text(path);
  const edits = await editsFor(fix, text);
  return edits === undefined ? undefined : applyEdits(text, edits);
}

function isMeant(finding: Finding, rule: string, path: string, marker: Marker, text: string): boolean {
  return (
    finding.rule === (marker.rule ?? rule) &&
    finding.path === path &&
    (marker.severity === undefined || finding.severity === marker.severity) &&
    covers(finding, marker, text) &&
    finding.message.includes(marker.fragment)
  );
}

/** The carets cover the finding's range; a range over several lines as far as its first line; an empty one is one caret. */
function covers({ range: { start, end } }: Finding, marker: Marker, text: string): boolean {
  if (start.line !== marker.line || start.column !== marker.start) return false;
  if (end.line === start.line) return Math.max(end.column, start.column + 1) === marker.end;
  return marker.end === (text.split(/\r\n|\r|\n/)[start.line - 1] ?? '').length + 1;
}

function describeFinding({ path, range: { start, end }, severity, rule, message }: Finding): string {
  const last = end.line === start.line ? `${end.column}` : `${end.line}:${end.column}`;
  return `${path}:${start.line}:${start.column}-${last} ${severity} ${rule}: ${message}`;
}
