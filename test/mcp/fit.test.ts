import { expect, test } from 'vitest';
import { fitted } from '../../mcp/answer/fit.js';

const messageOf = (message: string) => {
  const { findings } = fitted({ status: 'violations', findings: [{ message }] }, ['findings']);
  return (findings as readonly { readonly message: string }[])[0]?.message ?? '';
};

test('a long message keeps what to do, which is its last sentence', () => {
  const long = messageOf(`a may not import b: ${'why '.repeat(100)}so. The edits leave it out.`);
  expect(long).toHaveLength(300);
  expect(long).toMatch(/^a may not import b: why .*… The edits leave it out\.$/);
});

test('one that is one long sentence is cut at its end, a short one not at all', () => {
  expect(messageOf('x'.repeat(400))).toBe(`${'x'.repeat(299)}…`);
  expect(messageOf(`So. ${'x'.repeat(396)}`)).toBe(`So. ${'x'.repeat(295)}…`);
  expect(messageOf('Short. Clear.')).toBe('Short. Clear.');
});
