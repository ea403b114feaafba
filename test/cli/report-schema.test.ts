import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { formatJson } from '../../clients/cli/format/json.js';
import { reportSchema, reportSchemaText } from '../../clients/cli/format/report-schema.js';
import { clean, context, edits, notChecked, report } from './sample-report.js';

test('report.schema.json is current: npm run generate writes it', () => {
  expect(readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8')).toBe(reportSchemaText());
});

test.each([
  ['findings', report],
  ['a clean run', clean],
  ['nothing checked', notChecked],
])('the JSON of %s has the shape', (_, of) => {
  const json = JSON.parse(formatJson(of, { ...context, edits: () => edits }));
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(reportSchemaText()));
  validate(json);
  expect(validate.errors).toBeNull();
  expect(reportSchema.parse(json)).toEqual(json);
});

test('keys stand in the order of the documentation', () => {
  const json = JSON.parse(formatJson(report, context));
  expect(Object.keys(json)).toEqual(['version', 'status', 'root', 'coverage', 'counts', 'findings']);
  expect(Object.keys(json.findings[0])).toEqual([
    'id',
    'rule',
    'severity',
    'path',
    'range',
    'message',
    'module',
    'related',
    'fixes',
    'data',
  ]);
});
