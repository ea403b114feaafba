import { expect, test } from 'vitest';
import { syntaxProblems } from '../../../core/policy/syntax-errors.js';

const good = `{
  "version": 1,
  "modules": [
    { "id": "http", "path": "src/http", "dependsOn": ["orders", "infra"] },
    { "id": "orders", "path": "src/orders", "entryPoints": ["index.ts"], "dependsOn": ["infra"] },
    { "id": "infra", "path": "src/infra", "dependsOn": [] }, // the last one
  ],
  "cycles": [{ "scope": "file" }]
}
`;

/** `line |covered text| first words` of each problem. */
function told(text: string): readonly string[] {
  return syntaxProblems(text).map(({ start, end, message }) => {
    const line = text.slice(0, start).split('\n').length;
    return `${line} |${text.slice(start, end)}| ${message.split(/ before| between|\. |: /, 1)[0]}`;
  });
}

test('comments and trailing commas are no mistake', () => {
  expect(told(good)).toEqual([]);
});

// biome-ignore format: a table
test.each<readonly [what: string, from: string, to: string, ...told: string[]]>([
  ['a list in a module is open',    '"infra"] },\n    { "id": "orders"', '"infra" },\n    { "id": "orders"', '4 |}| A `]` is missing'],
  ['the list of modules is open',   '\n  ],', '\n  ,', '7 |,| A `]` is missing'],
  ['open, and no comma either',     '\n  ],', '\n', '8 |"cycles"| A `]` is missing'],
  ['a module is open',              '"infra"] },\n    { "id": "orders"', '"infra"],\n    { "id": "orders"', '5 |{| A `}` is missing'],
  ['the last module is open',       '[] },', '[]', '7 |]| A `}` is missing'],
  ['the whole is open',             '}]\n}', '}]\n', '10 || A `}` is missing'],
  ['a comma is missing',            '},\n    { "id": "infra"', '}\n    { "id": "infra"', '6 |{| A `,` is missing'],
  ['a colon is missing',            '"id": "http"', '"id" "http"', '4 |"http"| A `:` is missing'],
  ['a list is closed and not open', '["orders", "infra"]', '"orders", "infra"]', '4 |"orders", "infra"| A `[` is missing'],
  ['a list is closed twice',        '"infra"] },', '"infra"]] },', '4 |]| This `]` is one too many'],
  ['a value is missing',            '"version": 1', '"version":', '2 |,| A value is missing here'],
  ['a word is no value',            '1,', 'one,', '2 |one| This word means nothing in JSON'],
  ['a merge conflict',              '  "cycles"', '<<<<<<< HEAD\n  "cycles"', '8 |<<<<<<<| A merge conflict is left here'],
])('%s: one problem, where it is', (_, from, to, ...expected) => {
  expect(good).toContain(from);
  expect(told(good.replace(from, to))).toEqual(expected);
});

test('two mistakes are two problems', () => {
  const text = good.replace('"infra"] },\n    { "id": "orders"', '"infra" },\n    { "id": "orders"');
  expect(told(text.replace('"scope": "file"', '"scope" "file"'))).toEqual([
    '4 |}| A `]` is missing',
    '8 |"file"| A `:` is missing',
  ]);
});

test('whatever is cut from a good file, something is told and lies in the text', () => {
  for (let length = 1; length < good.trimEnd().length; length++) {
    const text = good.slice(0, length);
    const problems = syntaxProblems(text);
    expect(problems.length, text).toBeGreaterThan(0);
    for (const { start, end } of problems) expect(start <= end && end <= text.length, text).toBe(true);
  }
});
