import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import {
  architectureJsonSchema,
  architectureModuleJsonSchema,
  schemaFiles,
  schemaText,
} from '../../../core/policy/json-schema.js';
import { exampleText } from './example.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const committed = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the generated JSON Schemas', () => {
  it.each([
    [schemaFiles.architecture, architectureJsonSchema()],
    [schemaFiles.module, architectureModuleJsonSchema()],
  ])('%s is current', (file, schema) => {
    expect(committed(file)).toBe(schemaText(schema));
  });

  it('accept the complete example and refuse a typo, as an editor does', () => {
    const ajv = new Ajv({ strict: false, allowUnionTypes: true });
    addFormats.default(ajv);
    const validate = ajv.compile(architectureJsonSchema());
    expect(validate(parse(exampleText)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(parse(exampleText.replace('"dependsOn"', '"dependOn"')))).toBe(false);
    expect(validate({})).toBe(true);
  });

  it('describe every property', () => {
    const bare: string[] = [];
    const visit = (schema: unknown, path: string) => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties } = schema as { properties?: Record<string, { description?: string }> };
      for (const [name, property] of Object.entries(properties ?? {})) {
        if (!property.description) bare.push(`${path}.${name}`);
      }
      for (const [key, child] of Object.entries(schema)) visit(child, `${path}.${key}`);
    };
    visit(architectureJsonSchema(), '');
    visit(architectureModuleJsonSchema(), '');
    expect(bare).toEqual([]);
  });
});
