import type { JSONPath } from 'jsonc-parser';
import { architectureJsonSchema } from '../../core/index.js';

/** The part of JSON Schema that our own schema uses. */
export interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly default?: unknown;
}

let schema: SchemaNode | undefined;

/** The schemas that a value at a place may satisfy, alternatives side by side. */
export function schemasAt(path: JSONPath): readonly SchemaNode[] {
  schema ??= architectureJsonSchema() as SchemaNode;
  let nodes: readonly SchemaNode[] = flat([schema]);
  for (const step of path) {
    nodes = flat(
      nodes.flatMap(node => {
        if (typeof step === 'number') return node.items ? [node.items] : [];
        const known = node.properties?.[step];
        if (known) return [known];
        return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
      }),
    );
  }
  return nodes;
}

function flat(nodes: readonly SchemaNode[]): SchemaNode[] {
  return nodes.flatMap(node => (node.anyOf ? [{ ...node, anyOf: [] }, ...flat(node.anyOf)] : [node]));
}

/** What the schema says about a place, the first sentence that it has. */
export function describedAt(path: JSONPath): string | undefined {
  return schemasAt(path).find(node => node.description !== undefined)?.description;
}
