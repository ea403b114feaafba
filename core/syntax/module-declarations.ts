import { type TypeScript, typescript6 } from '../typescript6.js';
import type { ImportDraft } from './drafts.js';
import { flat } from './strings.js';
import { eachBoundName } from './syntax-nodes.js';

/** `declare module "x" { … }` in a module: adds names to the module it imports. */
export interface Augmentation {
  readonly import: ImportDraft;
  readonly names: readonly string[];
}

/** The quoted name of `declare module "x"`, `undefined` for any other statement. */
export function moduleNameOf(statement: TypeScript.Statement): TypeScript.StringLiteral | undefined {
  const K = typescript6().SyntaxKind;
  if (statement.kind !== K.ModuleDeclaration) return undefined;
  const { name } = statement as TypeScript.ModuleDeclaration;
  return name.kind === K.StringLiteral ? (name as TypeScript.StringLiteral) : undefined;
}

/** The names that the block of a `declare module "x"` declares, sorted. */
export function augmentedNames(statement: TypeScript.Statement): string[] {
  const K = typescript6().SyntaxKind;
  const { body } = statement as TypeScript.ModuleDeclaration;
  if (body?.kind !== K.ModuleBlock) return [];
  const names = new Set<string>();
  for (const inner of (body as TypeScript.ModuleBlock).statements) {
    if (inner.kind === K.VariableStatement) {
      for (const { name } of (inner as TypeScript.VariableStatement).declarationList.declarations) {
        eachBoundName(name, undefined, identifier => names.add(flat(identifier.text)));
      }
      continue;
    }
    const { name } = inner as { name?: TypeScript.Node };
    if (name?.kind === K.Identifier && inner.kind !== K.ImportEqualsDeclaration) {
      names.add(flat((name as TypeScript.Identifier).text));
    }
  }
  names.delete('');
  return [...names].sort();
}
