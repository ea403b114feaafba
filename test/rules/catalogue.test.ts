import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pageOf, ruleById } from '../../core/rules/index.js';
import { checkFiles } from '../harness/check-files.js';
import { parseMarkers } from '../harness/markers.js';
import { parseRulePage } from '../harness/rule-page.js';

/** The failure rules that Lintel promises. */
const catalogue = `
  failure/swallowed-exception failure/log-and-continue failure/conflated-failure failure/fabricated-default
  failure/false-success error-value/lost-cause error-value/error-serialized-empty error-value/error-matched-by-message
  error-value/dead-catch-branch async/async-callback-unobserved async/floating-promise async/deferred-await
  async/promise-never-settles async/partial-failure-lost contract/undeclared-failure contract/stale-throws-tag
  contract/unhandled-at-boundary contract/indistinct-handling contract/ignored-failure-return
  contract/unwrapped-dependency-error remote/missing-timeout remote/unchecked-http-status remote/retry-without-backoff
  remote/retry-non-idempotent remote/retry-non-transient remote/signal-not-forwarded event/unhandled-error-event
  event/pipe-without-error-propagation resource/leak-on-throw race/check-then-act race/lost-update
  race/unbounded-concurrency race/shared-request-state test/untested-failure-mode test/mock-echo-assertion
  test/vacuous-failure-test oracle/unexplained-constant oracle/unexplained-logic`
  .trim()
  .split(/\s+/);

/** Rules that also have something to say, at a warning or above, about an example of another, and why they should. */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  // A handler that drops what it caught and answers a default is both.
  'failure/swallowed-exception': ['failure/fabricated-default'],
};

const folder = fileURLToPath(new URL('../../core/rules/', import.meta.url));

test('all of them are there', () => {
  expect(catalogue.filter(id => ruleById(id) === undefined)).toEqual([]);
  expect(new Set(catalogue).size).toBe(38);
});

describe.each(catalogue)('%s', id => {
  const { cases } = parseRulePage(readFileSync(`${folder}${pageOf(id)}`, 'utf8'));
  test('its examples are about it alone', async () => {
    const others = new Set<string>();
    for (const { files, expects } of cases) {
      if (expects === 'nothing') continue;
      const texts = Object.fromEntries([...files].map(([path, source]) => [path, parseMarkers(source).text]));
      const { findings } = await checkFiles(texts);
      for (const { rule, severity } of findings)
        if (rule !== id && (severity === 'error' || severity === 'warning')) others.add(rule);
    }
    expect([...others].sort()).toEqual(reviewed[id] ?? []);
  });
});
