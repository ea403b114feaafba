import { describe, expect, test } from 'vitest';
import { palette } from '../../clients/cli/color.js';
import { formatNames, loadFormat } from '../../clients/cli/format/formats.js';
import { formatGithub } from '../../clients/cli/format/github.js';
import { formatGitlab } from '../../clients/cli/format/gitlab.js';
import { formatJson } from '../../clients/cli/format/json.js';
import { formatMarkdown } from '../../clients/cli/format/markdown.js';
import { formatPretty } from '../../clients/cli/format/pretty.js';
import { clean, context, findingAt, notChecked, report } from './sample-report.js';

describe('every format', () => {
  test.each(formatNames)('%s prints the sample', async name => {
    const format = await loadFormat(name);
    await expect(format(report, context)).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });

  test.each(formatNames)('%s ends with one line break and says so when nothing was checked', async name => {
    const text = (await loadFormat(name))(notChecked, context);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).toMatch(/architecture\.jsonc:3 has no/);
  });

  test.each(formatNames)('%s holds no raw escape sequence, NUL or lone carriage return', async name => {
    const text = (await loadFormat(name))(report, context);
    expect(['\u0000', '\u001b', '\r'].filter(character => text.includes(character))).toEqual([]);
  });

  test.each(formatNames)('%s survives lone surrogates and text that is gone', async name => {
    const finding = { ...report.findings[0]!, message: 'half \ud83d here', path: 'gone \udc00.ts' };
    const text = (await loadFormat(name))({ ...report, findings: [finding] }, context);
    expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  });
});

describe('pretty', () => {
  test('a clean run still says what was checked', () => {
    expect(formatPretty(clean, context)).toBe('no findings\nchecked 812 files against 61 rules\n');
  });

  test('without a policy it names the next step', () => {
    expect(formatPretty(clean, { ...context, hasPolicy: false })).toContain('`lintel init`');
  });

  test('quiet prints nothing after a complete clean run, and keeps the gap in coverage', () => {
    expect(formatPretty(clean, { ...context, quiet: true })).toBe('');
    const gap = { ...clean, coverage: { ...report.coverage } };
    expect(formatPretty(gap, { ...context, quiet: true })).toContain('types of pg (14, not-installed)');
  });

  test('color paints, and taking the escapes away gives the plain text', () => {
    const painted = formatPretty(report, { ...context, palette: palette(true) });
    expect(painted).toContain('\u001b[31merror');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are the point.
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(formatPretty(report, context));
  });

  test('the prefix leads from the current folder to the file', () => {
    expect(formatPretty(report, { ...context, prefix: '../shop/' })).toContain('../shop/src/orders/http.ts');
  });
});

describe('github', () => {
  test('a message cannot start a command of its own', () => {
    const lines = formatGithub(report, context).split('\n');
    expect(lines.filter(line => line.startsWith('::error'))).toHaveLength(1);
    expect(lines.find(line => line.includes('unknown-target'))).toContain('%0D%0A::error::second line');
  });

  test('properties escape what separates them', () => {
    expect(formatGithub(report, context)).toContain('file=src/odd%2C name%3A1 | <b>`x`.ts,line=1');
  });

  test('a range over several lines has no columns', () => {
    const finding = findingAt('src/orders/http.ts', "js';\n\timport");
    expect(formatGithub({ ...report, findings: [finding] }, context)).toContain(
      '::error file=src/orders/http.ts,line=1,endLine=2,title=arch/deep-import::',
    );
  });
});

test('gitlab: the array is empty only when something was checked', () => {
  expect(JSON.parse(formatGitlab(clean, context))).toEqual([]);
  expect(JSON.parse(formatGitlab(notChecked, context))).toMatchObject([{ severity: 'blocker' }]);
});

test('json prints the edits of fixes only when they are known', () => {
  const edits = [{ path: 'a.ts', range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }, text: 'x' }];
  const fixesOf = (text: string) => JSON.parse(text).findings[0].fixes;
  expect(fixesOf(formatJson(report, context))).toEqual([{ title: 'Import from "../infra"', safe: true }]);
  expect(fixesOf(formatJson(report, { ...context, edits: () => edits }))[0].edits).toEqual(edits);
});

describe('markdown', () => {
  test('owners and issue numbers notify nobody', () => {
    const text = formatMarkdown(report, context);
    expect(text).not.toMatch(/@acme|#12/);
  });

  test('a table row is one line with three cells whatever a file is called', () => {
    const rows = formatMarkdown(report, context)
      .split('\n')
      .filter(line => line.startsWith('| warning'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.replaceAll('\\|', '').split('|')).toHaveLength(5);
  });

  test('many findings are cut, counted and fit a comment', () => {
    const findings = Array.from({ length: 5000 }, (_, i) => ({
      ...report.findings[0]!,
      path: `src/${'long/'.repeat(20)}${i}.ts`,
    }));
    const text = formatMarkdown({ ...report, findings }, context);
    expect(text).toContain('and 4970 more findings');
    expect(text.length).toBeLessThan(65_536);
  });
});
