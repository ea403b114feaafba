import type { FilePath } from '../files/paths.js';
import { importStatement, type PlannedImport } from './planned-import.js';

/** What somebody plans to write into a file, without its text. */
export interface FilePlan {
  readonly path: FilePath;
  readonly imports: readonly PlannedImport[];
  /** Names, or the head of a declaration (`function formatMoney(amount: Money): string`). */
  readonly exports: readonly string[];
}

/** A text that has what the plan names, and where each of its imports stands. */
export interface PlannedText {
  readonly text: string;
  /** 1-based lines, in the order of the plan's imports. */
  readonly lines: readonly number[];
}

/**
 * The text of a file after a plan: what is there now, then the planned imports, each used as a value where it is one (an
 * unused import is erased and breaks nothing), then the exports that are not there yet.
 */
export function plannedText(current: string | undefined, plan: FilePlan): PlannedText {
  const isPlainJs = /\.[cm]?jsx?$/.test(plan.path);
  const isComponent = /\.(?:vue|svelte|astro)$/.test(plan.path);
  const head = current === undefined ? '\n' : current.endsWith('\n') ? current : `${current}\n`;
  const before = isComponent ? `${head}<script${isPlainJs ? '' : ' lang="ts"'}>\n` : head;
  let line = before.split('\n').length;
  const lines: number[] = [];
  const written: string[] = [];
  for (const [i, planned] of plan.imports.entries()) {
    lines.push(line++);
    written.push(lineOf(planned, i, isPlainJs));
  }
  const exported = plan.exports.map(exportLine).filter(each => each.name === '' || !declares(current ?? '', each.name));
  // The file stays a module whatever the plan says.
  const tail = [...exported.map(each => each.text), 'export {};'];
  return { text: `${before}${[...written, ...tail].join('\n')}\n${isComponent ? '</script>\n' : ''}`, lines };
}

function lineOf({ form, specifier, names, typeOnly }: PlannedImport, index: number, isPlainJs: boolean): string {
  if (form === 'dynamic-import') return `void import(${JSON.stringify(specifier)});`;
  if (form === 'require') return `void require(${JSON.stringify(specifier)});`;
  if (form === 'side-effect') return `import ${JSON.stringify(specifier)};`;
  if (form === 'export-from') return importStatement(specifier, names, { form, typeOnly });
  // Names of its own: those of the plan may be taken in the file.
  const own = names.map((name, i) => ({ ...name, local: `__planned${index}_${i}` }));
  const uses = own.map(({ imported, local, typeOnly: isType }) => {
    if (isType) return `type ${local}_t = ${imported === '*' ? `typeof ${local}` : local};`;
    // TypeScript keeps this, and the import, where the name is a value, and erases both where it is a type.
    return isPlainJs ? `void ${local};` : `export { ${local} };`;
  });
  return [importStatement(specifier, own, { typeOnly }), ...uses].join(' ');
}

/** The name that the head of a declaration declares; `default` for a default export. */
export function exportedName(head: string): string {
  return exportLine(head).name;
}

const declaration =
  /^(?:export\s+)?(default\s+)?(?:declare\s+|abstract\s+|async\s+)*(?:(function\*?|class|interface|type|enum|const\s+enum|const|let|var|namespace)\s+)?([A-Za-z_$][\w$]*)/;

function exportLine(head: string): { readonly name: string; readonly text: string } {
  const [, isDefault, keyword, name = ''] = declaration.exec(head.trim()) ?? [];
  if (isDefault !== undefined || name === 'default') return { name: 'default', text: 'export default {};' };
  if (name === '') return { name, text: '' };
  if (keyword === 'interface' || keyword === 'type') return { name, text: `export type ${name} = unknown;` };
  if (keyword === 'class') return { name, text: `export class ${name} {}` };
  return { name, text: `export const ${name}: unknown = undefined;` };
}

/** True when a text seems to declare a name already; then the plan changes it and adds none. */
function declares(text: string, name: string): boolean {
  if (name === 'default') return /\bexport\s+default\b|\bas\s+default\b/.test(text);
  const escaped = name.replace(/\$/g, '\\$');
  return new RegExp(
    `\\b(?:function\\*?|class|interface|type|enum|const|let|var|namespace)\\s+${escaped}(?![\\w$])`,
  ).test(text);
}
