import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { formatSarif } from '../../clients/cli/format/sarif.js';
import { clean, context, edits, notChecked, report } from './sample-report.js';

/** An object with exactly these properties, some of them required: SARIF forbids unknown ones everywhere. */
function object(properties: Record<string, unknown>, required: readonly string[] = []) {
  return { type: 'object', additionalProperties: false, properties, required };
}

const list = (items: unknown, minItems = 0) => ({ type: 'array', items, minItems });
const text = { type: 'string' };
const message = object({ text: { type: 'string', minLength: 1 }, markdown: text }, ['text']);
const level = { enum: ['none', 'note', 'warning', 'error'] };
const artifactLocation = object({ uri: { type: 'string', pattern: '^[!-~]+$' } }, ['uri']);
const positive = { type: 'integer', minimum: 1 };
const region = object({ startLine: positive, startColumn: positive, endLine: positive, endColumn: positive }, [
  'startLine',
]);
const location = object(
  {
    id: { type: 'integer', minimum: 0 },
    physicalLocation: object({ artifactLocation, region }),
    logicalLocations: list(object({ fullyQualifiedName: text })),
    message,
  },
  ['physicalLocation'],
);
const properties = { type: 'object' };

/** The part of the OASIS schema (SARIF 2.1.0, errata 01) that a log of ours may use, as strict as the original. */
const sarif = object(
  {
    $schema: text,
    version: { const: '2.1.0' },
    runs: list(
      object(
        {
          tool: object(
            {
              driver: object(
                {
                  name: text,
                  semanticVersion: text,
                  rules: list(
                    object(
                      {
                        id: text,
                        shortDescription: message,
                        help: message,
                        defaultConfiguration: object({ level }),
                        properties,
                      },
                      ['id'],
                    ),
                  ),
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          invocations: list(
            object(
              {
                executionSuccessful: { type: 'boolean' },
                exitCodeDescription: text,
                toolExecutionNotifications: list(object({ level, message }, ['message'])),
              },
              ['executionSuccessful'],
            ),
          ),
          columnKind: { const: 'utf16CodeUnits' },
          results: list(
            object(
              {
                ruleId: text,
                ruleIndex: { type: 'integer', minimum: 0 },
                level,
                message,
                locations: list(location, 1),
                relatedLocations: list(location),
                partialFingerprints: { type: 'object', additionalProperties: text },
                fixes: list(
                  object(
                    {
                      description: message,
                      artifactChanges: list(
                        object(
                          {
                            artifactLocation,
                            replacements: list(
                              object({ deletedRegion: region, insertedContent: object({ text }) }, ['deletedRegion']),
                              1,
                            ),
                          },
                          ['artifactLocation', 'replacements'],
                        ),
                        1,
                      ),
                    },
                    ['artifactChanges'],
                  ),
                ),
                properties,
              },
              ['message'],
            ),
          ),
        },
        ['tool'],
      ),
      1,
    ),
  },
  ['version', 'runs'],
);

const validate = new Ajv({ allErrors: true }).compile(sarif);
const log = (of: typeof report, with_ = context) => JSON.parse(formatSarif(of, with_));

describe('SARIF', () => {
  test.each([
    ['findings', report],
    ['a clean run', clean],
    ['a run that could not check', notChecked],
  ])('of %s is valid', (_, of) => {
    validate(log(of));
    expect(validate.errors).toBeNull();
  });

  test('with edits is valid and replaces what the edit says', () => {
    const made = log(report, { ...context, edits: () => edits });
    validate(made);
    expect(validate.errors).toBeNull();
    expect(made.runs[0].results[0].fixes[0].artifactChanges).toEqual([
      {
        artifactLocation: { uri: 'src/orders/http.ts' },
        replacements: [
          {
            deletedRegion: { startLine: 2, startColumn: 40, endLine: 2, endColumn: 56 },
            insertedContent: { text: "'../infra'" },
          },
        ],
      },
    ]);
  });

  test('rules stand once each and results point at theirs', () => {
    const [run] = log({ ...report, findings: [...report.findings, ...report.findings] }).runs;
    expect(run.tool.driver.rules).toHaveLength(2);
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  });

  test('paths are URI references from the repository, also for odd names', () => {
    const [run] = log(report, { ...context, prefix: 'apps/shop/' }).runs;
    const uris = run.results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(uris[0]).toBe('apps/shop/src/orders/http.ts');
    expect(decodeURIComponent(uris[1])).toBe('apps/shop/src/odd, name:1 | <b>`x`.ts');
  });

  test('a run that could not check is no successful execution', () => {
    const [invocation] = log(notChecked).runs[0].invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications[0].message.text).toContain('architecture.jsonc:3');
  });
});
