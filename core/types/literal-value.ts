import type { TypeShape } from './checker.js';

/** The shape of a literal type; `true` and `false` are known by their text in one version and by their value in the other. */
export function literalValue(type: { readonly flags: number }, text: string): TypeShape {
  const { value } = type as { readonly value?: unknown };
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'value', value };
  if (text === 'true' || text === 'false') return { kind: 'value', value: text === 'true' };
  return { kind: 'other' };
}
