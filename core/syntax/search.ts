import { type TypeScript, typescript6 } from '../typescript6.js';
import type { DeclarationDraft } from './declarations.js';
import type { Walk } from './drafts.js';
import type { ExportDraft } from './exports.js';
import type { SearchEntry } from './facts.js';
import { signatureOf } from './functions.js';
import { folded } from './strings.js';
import { peeled } from './syntax-nodes.js';

/** What the file exports of its own, for a search over what exists already. */
export function searchEntriesOf(
  exports: readonly ExportDraft[],
  declarations: readonly DeclarationDraft[],
  walk: Walk,
): SearchEntry[] {
  const byName = new Map<string, DeclarationDraft[]>();
  for (const declaration of declarations) {
    const list = byName.get(declaration.name);
    if (list) list.push(declaration);
    else byName.set(declaration.name, [declaration]);
  }
  const entries: SearchEntry[] = [];
  for (const { name, kind, local } of exports) {
    if (kind !== 'local' || !local) continue;
    for (const declaration of byName.get(local) ?? []) {
      entries.push({
        name: name === 'default' || name === '=' ? local : name,
        kind: declaration.kind,
        signature: declaredSignature(declaration.node, walk),
        summary: summaryOf(declaration.statement, walk.text),
        span: { start: declaration.start, end: declaration.end },
      });
    }
  }
  return entries;
}

/** Parameters and return type of a function, the type of a variable, the heritage of a class or interface. */
function declaredSignature(node: TypeScript.Node, walk: Walk): string {
  const K = typescript6().SyntaxKind;
  switch (node.kind) {
    case K.FunctionDeclaration:
      return signatureOf(node as TypeScript.FunctionDeclaration, walk.text);
    case K.VariableDeclaration: {
      const { type, initializer } = node as TypeScript.VariableDeclaration;
      if (type) return folded(`: ${walk.text.slice(type.pos, Math.min(type.end, type.pos + 800))}`);
      const value = initializer && peeled(initializer);
      const isFunction = value?.kind === K.ArrowFunction || value?.kind === K.FunctionExpression;
      return isFunction ? signatureOf(value as TypeScript.ArrowFunction, walk.text) : '';
    }
    case K.TypeAliasDeclaration: {
      const { type } = node as TypeScript.TypeAliasDeclaration;
      return folded(`= ${walk.text.slice(type.pos, Math.min(type.end, type.pos + 800))}`);
    }
    case K.ClassDeclaration:
    case K.InterfaceDeclaration: {
      const { heritageClauses } = node as TypeScript.ClassDeclaration;
      if (!heritageClauses) return '';
      return folded(walk.text.slice(heritageClauses.pos, Math.min(heritageClauses.end, heritageClauses.pos + 800)));
    }
    default:
      return '';
  }
}

/** The first sentence of the documentation comment before a statement, at most 200 UTF-16 units. */
function summaryOf(statement: TypeScript.Statement, text: string): string {
  const ranges = typescript6().getLeadingCommentRanges(text, statement.pos) ?? [];
  const last = ranges.findLast(({ pos }) => text.startsWith('/**', pos));
  if (!last) return '';
  const body = text
    .slice(last.pos + 3, Math.min(last.end - 2, last.pos + 2000))
    .replace(/\r?\n[ \t]*\*?/g, '\n')
    .split(/^\s*@/m, 1)[0]!;
  const paragraph = body.trim().split(/\n\s*\n/, 1)[0]!;
  const sentence = /^[\s\S]*?(?<!\b(?:e\.g|i\.e|etc|cf|vs))[.!?](?=\s|$)/.exec(paragraph)?.[0];
  return folded(sentence ?? paragraph);
}
