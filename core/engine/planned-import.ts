/** One name of a planned import. */
export interface PlannedName {
  /** The exported name in the target, `default`, or `*`. */
  readonly imported: string;
  /** The local binding; for `export … from` the exported name. */
  readonly local: string;
  readonly typeOnly: boolean;
}

/** An import as somebody plans it: a whole statement, or only where it leads. */
export interface PlannedImport {
  readonly form: 'import' | 'export-from' | 'side-effect' | 'dynamic-import' | 'require';
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly names: readonly PlannedName[];
  /** The input named no statement, only where it leads. */
  readonly isBare: boolean;
}

const quoted = String.raw`(['"\`])([^'"\`\n]+)\1`;
const statement = new RegExp(
  String.raw`^(import|export)\s+(type\s+(?!from\b|,))?([\w$*{}\s,]+?)\s*from\s*${quoted.replace('\\1', '\\4')}\s*(?:with\s*\{[^}]*\}\s*)?;?$`,
);
const sideEffect = new RegExp(String.raw`^import\s*${quoted}\s*;?$`);
const dynamic = new RegExp(String.raw`^(?:(?:const|let|var)\s+[^=]+=\s*)?(?:await\s+)?import\(\s*${quoted}\s*\)\s*;?$`);
const required = new RegExp(
  String.raw`^(?:(?:const|let|var)\s+([\w$]+|\{[^}]*\})\s*=\s*)?require\(\s*${quoted.replace('\\1', '\\2')}\s*\)\s*;?$`,
);

/** Reads `import { a } from "x"`, `export * from "x"`, `import "x"`, `import("x")`, `require("x")`, or a specifier alone. */
export function readPlannedImport(input: string): PlannedImport | undefined {
  const text = input.trim().replace(/\s+/g, ' ');
  const whole = statement.exec(text);
  if (whole) {
    const [, keyword, type, clause = '', , specifier = ''] = whole;
    const names = namesOf(clause, type !== undefined);
    if (!names) return undefined;
    const form = keyword === 'export' ? 'export-from' : 'import';
    return { form, specifier, typeOnly: type !== undefined, names, isBare: false };
  }
  const effect = sideEffect.exec(text);
  if (effect) return plain('side-effect', effect[2] ?? '');
  const later = dynamic.exec(text);
  if (later) return plain('dynamic-import', later[2] ?? '');
  const asked = required.exec(text);
  if (asked) return plain('require', asked[3] ?? '');
  if (/^[^\s'"`;{}()*,]+$/.test(text) && !/^(?:import|export|require)$/.test(text))
    return { ...plain('side-effect', text), isBare: true };
  return undefined;
}

function plain(form: PlannedImport['form'], specifier: string): PlannedImport {
  return { form, specifier, typeOnly: false, names: [], isBare: false };
}

/** `d, { a as b, type C }`, `* as ns`, `*`. */
function namesOf(clause: string, typeOnly: boolean): readonly PlannedName[] | undefined {
  const names: PlannedName[] = [];
  const braces = /^([^{}]*)(?:\{([^{}]*)\})?\s*$/.exec(clause);
  if (!braces) return undefined;
  const [, outside = '', inside] = braces;
  for (const part of parts(outside)) {
    const namespace = /^\*(?: as ([\w$]+))?$/.exec(part);
    if (namespace) names.push({ imported: '*', local: namespace[1] ?? '', typeOnly });
    else if (/^[\w$]+$/.test(part)) names.push({ imported: 'default', local: part, typeOnly });
    else return undefined;
  }
  for (const part of parts(inside ?? '')) {
    const name = /^(type )?([\w$]+)(?: as ([\w$]+))?$/.exec(part);
    const [, type, imported = '', local = imported] = name ?? [];
    if (!name) return undefined;
    names.push({ imported, local, typeOnly: typeOnly || type !== undefined });
  }
  return names.length > 0 || inside !== undefined ? names : undefined;
}

function parts(list: string): readonly string[] {
  return list
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

/** The statement that takes names from a specifier; the shortest way to write it. */
export function importStatement(
  specifier: string,
  names: readonly PlannedName[],
  options: { readonly typeOnly?: boolean; readonly form?: 'import' | 'export-from' } = {},
): string {
  const { typeOnly = names.length > 0 && names.every(name => name.typeOnly), form = 'import' } = options;
  const keyword = `${form === 'import' ? 'import' : 'export'}${typeOnly ? ' type' : ''}`;
  if (names.length === 0) return `${form === 'import' ? 'import' : 'export * from'} "${specifier}";`;
  const star = names.find(name => name.imported === '*');
  const outside: string[] = [];
  const inside: string[] = [];
  for (const { imported, local, typeOnly: isType } of names) {
    if (imported === '*') continue;
    if (imported === 'default' && form === 'import') outside.push(local);
    else
      inside.push(
        `${isType && !typeOnly ? 'type ' : ''}${imported === local || local === '' ? imported : `${imported} as ${local}`}`,
      );
  }
  if (star) outside.push(star.local === '' ? '*' : `* as ${star.local}`);
  if (inside.length > 0) outside.push(`{ ${inside.join(', ')} }`);
  return `${keyword} ${outside.join(', ')} from "${specifier}";`;
}
