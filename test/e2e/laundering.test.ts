import { expect, test } from 'vitest';
import { fixture } from './fixture.js';

/** `ui` may use `service`, `service` may use `db`; what `ui` must not reach is declared in `db`. */
const policy = `{
  "version": 1,
  "sources": { "include": ["src/**"] },
  "laundering": "error",
  "modules": [
    { "id": "ui", "path": "src/ui", "dependsOn": ["service"] },
    { "id": "service", "path": "src/service", "dependsOn": ["db"] },
    { "id": "db", "path": "src/db", "dependsOn": [] },
    { "id": "parent", "path": "src/parent", "entryPoints": ["index.ts"], "dependsOn": [] },
    { "id": "parent/inner", "path": "src/parent/inner", "visibility": "private", "dependsOn": [] },
    { "id": "guest", "path": "src/guest", "dependsOn": ["parent"] }
  ]
}
`;

/** How `service` gives it on, and how `ui` takes it. */
const forms = {
  reExport: ["export { Db } from '@db';", "import { Db } from '@service';\nexport const x = new Db();"],
  star: ["export * from '@db';", "import { Db } from '@service';\nexport const x = new Db();"],
  renamed: [
    "import { Db } from '@db';\nexport { Db as Renamed };",
    "import { Renamed } from '@service';\nexport const x = new Renamed();",
  ],
  starNamespaceUse: ["export * from '@db';", "import * as s from '@service';\nexport const x = new s.Db();"],
  namespace: [
    "import * as s from '@db';\nexport { s as db };",
    "import { db } from '@service';\nexport const x = new db.Db();",
  ],
  typeAlias: [
    "import type { Db } from '@db';\nexport type T = Db;",
    "import type { T } from '@service';\nexport let x: T;",
  ],
  constAlias: [
    "import { Db } from '@db';\nexport const Db2 = Db;",
    "import { Db2 } from '@service';\nexport const x = new Db2();",
  ],
  starAs: ["export * as db from '@db';", "import { db } from '@service';\nexport const x = new db.Db();"],
  subclass: [
    "import { Db } from '@db';\nexport class S extends Db {}",
    "import { S } from '@service';\nexport const x = new S();",
  ],
  facade: [
    "import { Db } from '@db';\nexport function load(): number { return new Db().size; }\nexport interface Row { id: string }",
    "import { load, type Row } from '@service';\nexport const x = (row: Row) => [load(), row];",
  ],
} as const;

/** The service's file, then barrels before it. */
function serviceFiles(form: keyof typeof forms, barrels: number): readonly (readonly [string, string])[] {
  const folder = `src/service/${form}`;
  const own = forms[form][0].replace('@db', '../../db/db');
  return Array.from({ length: barrels + 1 }, (_, i) => [
    `${folder}/${i}.ts`,
    i === 0 ? own : `export * from './${i - 1}';`,
  ]);
}

test('what a permitted module passes on is reported at the import, through any number of barrels', async () => {
  const names = Object.keys(forms) as (keyof typeof forms)[];
  const files = names.flatMap(form => [
    ...serviceFiles(form, 3),
    ...[1, 2, 3].map(barrels => [
      `src/ui/${form}${barrels}.ts`,
      forms[form][1].replace('@service', `../service/${form}/${barrels}`),
    ]),
    [`src/ui/${form}0.ts`, forms[form][1].replace('@service', `../service/${form}/0`)],
  ]);
  const repository = fixture({
    'architecture.jsonc': policy,
    'src/db/db.ts': 'export class Db { size = 1; }\n',
    'src/ui/control.ts': "import { Db } from '../db/db';\nexport const x = new Db();\n",
    'src/parent/index.ts': "export { Inner } from './inner/inner';\nexport * from './inner/inner';\n",
    'src/parent/inner/inner.ts': 'export class Inner {}\n',
    'src/guest/a.ts': "import { Inner } from '../parent';\nexport const inner = new Inner();\n",
    ...Object.fromEntries(files),
  });
  const report = await repository.check([
    '--rule',
    'arch/laundered-dependency',
    '--rule',
    'arch/dependency-not-allowed',
  ]);
  const laundered = names.filter(form => form !== 'facade');
  expect(report.brief).toEqual(
    [
      'arch/dependency-not-allowed src/ui/control.ts:1',
      ...laundered.flatMap(form => [0, 1, 2, 3].map(n => `arch/laundered-dependency src/ui/${form}${n}.ts:1`)),
    ].sort((a, b) => (a.replace(/^\S+ /, '') < b.replace(/^\S+ /, '') ? -1 : 1)),
  );
  const { message, related } = report.findings.find(({ path }) => path === 'src/ui/renamed3.ts') ?? {};
  expect(message).toMatch(/\bDb\b/);
  expect(message).toMatch(/\bservice\b/);
  expect(related?.map(({ path }) => path)).toContain('src/db/db.ts');
  // The parent's entry point publishes what its nested module declares.
  expect((await repository.check(['src/guest', 'src/parent'])).brief).toEqual([]);
});
