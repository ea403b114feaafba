import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../core/engine/random-workspace.js';

/**
 * Writes a repository of `count` source files: modules of 50 files, each file importing three to eight others, mostly of
 * its own module, else of modules below it and of a kernel that everything uses. Some 2 % of the files lie in circles of
 * their own module, about the share that large repositories have. The same count always gives the same files.
 */
export function generateRepository(folder: string, count: number): void {
  const random = randomFrom(count);
  const perModule = 50;
  const modules = Math.ceil(count / perModule);
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', JSON.stringify({ name: 'generated', private: true, dependencies: {} }));
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'esnext', moduleResolution: 'bundler' } }));
  const fileOf = (module: number, file: number): string => `src/m${module}/f${file}`;
  for (let i = 0; i < count; i++) {
    const module = Math.floor(i / perModule);
    const file = i % perModule;
    const lines: string[] = [];
    const imports = 3 + random(6);
    for (let k = 0; k < imports; k++) {
      const closesCircle = random(400) === 0;
      const own = closesCircle || random(10) < 6;
      const other = own ? module : random(10) < 3 ? 0 : random(module + 1);
      const target = closesCircle
        ? Math.min(file + 1 + random(3), perModule - 1)
        : own
          ? random(file + 1)
          : random(perModule);
      if (other * perModule + target >= count || (other === module && target === file)) continue;
      lines.push(`import { value${target} as v${k} } from '${own ? `./f${target}` : `../m${other}/f${target}`}';`);
    }
    lines.push(`export interface Shape${file} { readonly id: string; readonly size: number }`);
    lines.push(`export const value${file} = ${i};`);
    for (let k = 0; k < 4; k++) {
      lines.push(`export function work${k}(input: Shape${file}): number {`);
      lines.push(`  if (input.size > ${k * 7}) return input.size + value${file};`);
      lines.push(`  for (const part of input.id.split('-')) if (part.length > ${k}) return part.length;`);
      lines.push(`  return ${k};`, '}');
    }
    write(`${fileOf(module, file)}.ts`, `${lines.join('\n')}\n`);
  }
  const layers = modules > 1 ? `"modules": [ { "id": "m{n}", "path": "src/m{n}", "dependsOn": ["*"] } ],` : '';
  write(
    'architecture.jsonc',
    `{ "version": 1, ${layers} "cycles": [ { "scope": "file", "kinds": ["eager"], "severity": "warning" }, { "scope": "module", "kinds": ["value", "type"], "severity": "error" } ] }`,
  );
}
