import { describe, expect, test } from 'vitest';
import { openFiles } from '../../harness/check-files.js';

interface Case {
  readonly told: string;
  readonly edited: (text: string) => string;
  readonly reader: string;
}

/** Edits of `told.ts` that leave every declaration as it is, and who looks further than that. */
const cases: Readonly<Record<string, Case>> = {
  'what a constructor makes of an error': {
    told: "export class Failed extends Error {\n  constructor() {\n    super('x');\n    this.code = 'ETIMEDOUT';\n  }\n}\n",
    edited: text => text.replace('ETIMEDOUT', 'EACCES'),
    reader:
      "import { Failed } from './told.js';\nexport function read(): string {\n  throw new Failed();\n}\nexport function safe(): string | null {\n  try {\n    return read();\n  } catch {\n    return null;\n  }\n}\n",
  },
  'what a constructor keeps': {
    told: "class Quiet {\n  run() {}\n}\nclass Loud {\n  run() {\n    throw new RangeError('loud');\n  }\n}\nexport class Box {\n  inner;\n  constructor() {\n    this.inner = new Quiet();\n  }\n}\n",
    edited: text => text.replace('new Quiet', 'new Loud'),
    reader: "import { Box } from './told.js';\nexport function go(box: Box) {\n  box.inner.run();\n}\n",
  },
  'the object that a function keeps before it returns it': {
    told: "const quiet = () => {};\nconst loud = () => {\n  throw new RangeError('loud');\n};\nexport function make() {\n  const api = { run: quiet };\n  return api;\n}\n",
    edited: text => text.replace('run: quiet', 'run: loud'),
    reader: "import { make } from './told.js';\nexport function go() {\n  make().run();\n}\n",
  },
  'an executor': {
    told: 'export function wait(resolve: () => void, reject: (e: Error) => void): void {\n  setTimeout(() => resolve(), 10);\n}\n',
    edited: text => text.replace('resolve(), 10', "reject(new RangeError('late')), 10"),
    reader: "import { wait } from './told.js';\nexport function go() {\n  return new Promise<void>(wait);\n}\n",
  },
  'where an executor fails': {
    told: "export function wait(resolve: () => void, reject: (e: Error) => void): void {\n  setTimeout(() => reject(new RangeError('late')), 10);\n}\n",
    edited: text => `\n\n${text}`,
    reader: "import { wait } from './told.js';\nexport function go() {\n  return new Promise<void>(wait);\n}\n",
  },
  'what a guard asks': {
    told: "export function isMissing(e: any): boolean {\n  return e?.code === 'ENOENT';\n}\n",
    edited: text => text.replace('ENOENT', 'EACCES'),
    reader:
      "import { stat } from 'node:fs/promises';\nimport { isMissing } from './told.js';\nexport async function go(p: string) {\n  try {\n    return await stat(p);\n  } catch (e) {\n    if (isMissing(e)) return null;\n    throw e;\n  }\n}\n",
  },
  'a function that is never left': {
    told: 'export function die(e: unknown) {\n  console.error(e);\n}\n',
    edited: text => text.replace('console.error(e)', 'process.exit(1)'),
    reader:
      "import { die } from './told.js';\nexport function go(s: string) {\n  try {\n    return JSON.parse(s);\n  } catch (e) {\n    die(e);\n  }\n}\n",
  },
  'what a base class is by its import': {
    told: "import { Quiet as Base } from './base.js';\nexport class Derived extends Base {}\n",
    edited: text => text.replace('Quiet as', 'Loud as'),
    reader: "import { Derived } from './told.js';\nexport function go(derived: Derived) {\n  derived.run();\n}\n",
  },
};

const base =
  "export class Quiet {\n  run() {}\n}\nexport class Loud {\n  run() {\n    throw new RangeError('loud');\n  }\n}\n";

describe('an edit that others see without a declaration being another', () => {
  test.each(Object.entries(cases))('%s', async (_, { told, edited, reader }) => {
    const rest = { 'src/reader.ts': reader, 'src/base.ts': base };
    const workspace = await openFiles({ ...rest, 'src/told.ts': told });
    const seen = ({ snapshot }: { readonly snapshot: typeof workspace.snapshot }) => {
      const file = snapshot.failures.file('src/reader.ts')!;
      return file.ir.functions.map((_fn, index) => file.contract(index));
    };
    const before = seen(workspace);
    const text = edited(told);
    expect(text).not.toBe(told);
    await workspace.apply([{ path: 'src/told.ts', text }]);
    const fresh = seen(await openFiles({ ...rest, 'src/told.ts': text }));
    expect(fresh).not.toEqual(before);
    expect(seen(workspace)).toEqual(fresh);
  });
});
