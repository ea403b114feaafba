import { z } from 'zod';
import { common } from '../answer/schemas.js';
import { defineTool } from '../tool.js';

export const getFailures = defineTool({
  name: 'get_failures',
  description: 'How a function can fail: declared and actual failures, and callers that handle them or not.',
  set: 'default',
  input: z.strictObject({
    symbol: z.string().min(1).max(4096).describe('path#name'),
    callers: z.boolean().optional(),
    failure: z.string().max(200).optional(),
    cursor: z.string().max(200).optional(),
  }),
  output: z.strictObject({
    ...common,
    declared: z.array(z.string()).optional(),
    actual: z
      .array(z.strictObject({ failure: z.string(), how: z.string(), from: z.string(), via: z.string().optional() }))
      .optional(),
    callers: z.strictObject({ handled: z.number(), unhandled: z.array(z.string()) }).optional(),
    next_cursor: z.string().optional(),
  }),
  lists: ['actual'],
  async run({ symbol }, { snapshot, paths }) {
    const hash = symbol.lastIndexOf('#');
    paths.existing(hash < 0 ? symbol : symbol.slice(0, hash), 'symbol');
    return {
      status: 'not_checked',
      reason: `Failure contracts are not evaluated yet${snapshot.policy.inactiveSections.includes('failures') ? ', nor is the failures section of the policy' : ''}. Read the function.`,
    };
  },
});
