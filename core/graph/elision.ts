import type { EmitOptions } from '../resolve/resolution.js';
import type { Dialect, ImportedName } from '../syntax/facts.js';

/** What the emit rule asks about a name of a target. `'unknown'` counts as a value, as an unresolved name does in TypeScript. */
export interface NameQuestions {
  originIsValue(name: string): boolean | 'unknown';
  isConstEnum(name: string): boolean;
}

/** TypeScript's defaults: what holds for a file without a tsconfig. */
export const defaultEmit: EmitOptions = {
  verbatimModuleSyntax: false,
  isolatedModules: false,
  preserveConstEnums: false,
  preserveValueImports: false,
  emitDecoratorMetadata: false,
};

/** True for dialects whose unmarked imports may vanish. JavaScript and components are emitted as written. */
export function mayElide(dialect: Dialect): boolean {
  return dialect === 'ts' || dialect === 'tsx';
}

/**
 * TypeScript's emit rule for an unmarked import binding: true when it is still there in the JavaScript. Source:
 * `shouldEmitAliasDeclaration` of the TypeScript transform and `markAliasReferenced` of the checker (6.0). Under
 * `isolatedModules` the answer is that of a single-file transpiler, which sees no other file: what might be a value stays.
 */
export function importStays(name: ImportedName, emit: EmitOptions, ask: NameQuestions): boolean {
  if (emit.verbatimModuleSyntax) return true;
  // The option is gone since TypeScript 5.5; repositories on older versions still set it.
  if (emit.preserveValueImports) return emit.isolatedModules || isPreservedValue(name.imported, emit, ask);
  switch (name.use) {
    case 'value':
      // A type of the same name as a global value (`Event`) leaves the uses as a value to the global.
      return emit.isolatedModules || (ask.originIsValue(name.imported) !== false && !isInlined(name, ask));
    case 'metadata':
      return (
        emit.emitDecoratorMetadata &&
        (emit.isolatedModules || (ask.originIsValue(name.imported) !== false && !ask.isConstEnum(name.imported)))
      );
    case 'export':
      return emit.isolatedModules || isPreservedValue(name.imported, emit, ask);
    default:
      return false;
  }
}

/** The same for an unmarked name of `export { name } from`. */
export function reExportStays(name: ImportedName, emit: EmitOptions, ask: NameQuestions): boolean {
  return emit.verbatimModuleSyntax || emit.isolatedModules || isPreservedValue(name.imported, emit, ask);
}

function isPreservedValue(name: string, emit: EmitOptions, ask: NameQuestions): boolean {
  return ask.originIsValue(name) !== false && (emit.preserveConstEnums || !ask.isConstEnum(name));
}

/** Every value use is one of a const enum, whose members are written as literals whatever `preserveConstEnums` says. */
function isInlined(name: ImportedName, ask: NameQuestions): boolean {
  if (name.imported !== '*') return ask.isConstEnum(name.imported);
  if (name.members === undefined || name.members.length === 0) return false;
  let inlined = false;
  for (const member of name.members) {
    if (ask.isConstEnum(member)) inlined = true;
    else if (ask.originIsValue(member) !== false) return false;
  }
  return inlined;
}
