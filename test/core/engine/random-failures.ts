import type { FileChange } from '../../../core/files/file-system.js';
import type { Files } from './random-workspace.js';

type Random = (below: number) => number;

const stems = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a.test'];
const names = ['load', 'save', 'find', 'send'];
const types = ['Port', 'Store'];

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

function anyPath(random: Random): string {
  return `src/${pick(random, stems)}.ts`;
}

/** What a function does: failures of its own, of what it calls, handled in one way or another. */
function body(random: Random): string {
  const other = pick(random, names);
  const failing = `throw new ${pick(random, ['Error', 'TypeError', 'Broken', 'Lost'])}("${pick(random, ['no', 'never'])}");`;
  switch (random(12)) {
    case 0:
      return failing;
    case 1:
      return `if (id === "x") { ${failing} } return id;`;
    case 2:
      return `return ${other}(id);`;
    case 3:
      return `try { return await ${other}(id); } catch (error) { ${pick(random, ['return null;', 'throw error;', failing, 'console.log(error); return undefined;'])} }`;
    case 4:
      return `const port = make(); return port.run(id);`;
    case 5:
      return `const res = await fetch("https://a.example/" + id); return ${random(2) ? 'res.json()' : 'res.ok ? await res.json() : null'};`;
    case 6:
      return `return JSON.parse(id);`;
    case 7:
      return `${other}(id); return id;`;
    case 8:
      return `return id ? shared.run(id) : shared.size;`;
    case 9:
      return `try { return ${other}(id); } catch (error) { if (error instanceof ${pick(random, ['Broken', 'Lost'])}) return null; throw error; }`;
    case 10:
      return `return [id].map(${other});`;
    default:
      return `return id;`;
  }
}

function statement(random: Random, at: number, from: string): string {
  const name = pick(random, names);
  const target = JSON.stringify(`./${pick(random, stems).replace('.test', '')}`);
  switch (random(18)) {
    case 0:
      return `import { ${name} } from ${target};`;
    case 1:
      return `export { ${name} } from ${target};`;
    case 2:
      return `export * from ${target};`;
    case 3:
      return `import { Broken, Lost } from ${target};`;
    case 4:
      return `export class ${pick(random, ['Broken', 'Lost'])} extends ${pick(random, ['Error', 'Broken', 'TypeError'])} {}`;
    case 5:
      return `export interface Port { run(id: string): Promise<string> }`;
    case 6:
      return `import type { Port } from ${target};`;
    case 7:
      return `import { Store, make, shared } from ${target};`;
    case 8:
      return `export class Store${random(2) ? ' implements Port' : ''} { async run(id: string) { ${body(random)} } get size() { ${random(2) ? 'throw new Error("size");' : 'return 1;'} } }`;
    case 9:
      return `export const make = (): ${pick(random, ['Port', 'Store'])} => new Store();`;
    case 10:
      return `export const shared = ${pick(random, ['make()', 'new Store()', '{ run(id: string) { throw new Error(id); }, size: 1 }'])};`;
    case 11:
      return `import ${pick(random, ["'express'", "'node:fs'", "'react-dom'"])};`;
    case 12:
      return `export async function use${at}(port: ${pick(random, types)}, id: string) { return port.run(id); }`;
    case 13:
      return `/** @throws {Broken} when it is */\nexport declare function ${name}(id: string): string;`;
    case 14:
      return from.includes('.test')
        ? `it("does ${at}", async () => { const id = "x"; expect(await ${name}(id)).toBe("y"); });`
        : `// ${'x'.repeat(random(20))}`;
    default:
      return `export ${random(2) ? 'async ' : ''}function ${name}(id: string) { ${body(random)} }`;
  }
}

function source(random: Random, path: string): string {
  return Array.from({ length: 2 + random(7) }, (_, at) => statement(random, at, path)).join('\n');
}

/** A few files whose functions call each other and fail. */
export function randomFailures(random: Random): Files {
  const files: Files = { 'package.json': '{ "name": "app", "dependencies": { "express": "4.0.0" } }' };
  for (const stem of stems) {
    const path = `src/${stem}.ts`;
    if (random(6) > 0) files[path] = source(random, path);
  }
  return files;
}

/** One or two changes: lines added, replaced, moved, removed; files rewritten, deleted, made. */
export function randomFailureEdit(random: Random, files: Files): readonly FileChange[] {
  const path = anyPath(random);
  const text = files[path];
  if (text === undefined || random(8) === 0) return [{ path, text: source(random, path) }];
  if (random(12) === 0) return [{ path, text: undefined }];
  const lines = text.split('\n');
  const at = random(lines.length);
  const line = statement(random, lines.length, path);
  switch (random(5)) {
    case 0:
      lines.splice(at, 0, line);
      break;
    case 1:
      lines.splice(at, 1);
      break;
    case 2:
      lines.splice(at, 1, `  ${lines[at]}`);
      break;
    case 3:
      lines.splice(at, 1, (lines[at] ?? '').replace(/\{[^{}]*\}/, `{ ${body(random)} }`));
      break;
    default:
      lines.splice(at, 1, line);
  }
  const edit = { path, text: lines.join('\n') };
  return random(5) === 0 ? [edit, ...randomFailureEdit(random, files).filter(each => each.path !== path)] : [edit];
}
