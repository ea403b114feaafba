import { z } from 'zod';
import { architectureModuleSchema, architectureSchema } from './schema.js';

/** Where the package ships the generated schemas, relative to its root: what `$schema` of a policy names. */
export const schemaFiles = {
  architecture: 'architecture.schema.json',
  module: 'architecture.module.schema.json',
} as const;

/** The JSON Schema of `architecture.jsonc`, in draft 7: the newest that the JSON services of all editors read. */
export function architectureJsonSchema(): object {
  return jsonSchema(architectureSchema, 'Lintel architecture');
}

/** The JSON Schema of `architecture.module.jsonc`. */
export function architectureModuleJsonSchema(): object {
  return jsonSchema(architectureModuleSchema, 'Lintel architecture of one module');
}

/** The text of a generated schema file. */
export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function jsonSchema(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { $schema, title, allowComments: true, allowTrailingCommas: true, ...rest };
}
