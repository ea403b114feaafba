import { type TypeScript, typescript6 } from '../typescript6.js';
import type { Walk } from './drafts.js';
import { literalText, peeled } from './syntax-nodes.js';

/** A specifier as far as it is known. */
export interface Specifier {
  readonly specifier?: string;
  /** Where only parts are known and the start is one of them: a glob for what it may be. */
  readonly pattern?: string;
}

/** Evaluates a specifier: literals, templates and sums of them, and names of constants that hold a string. */
export function evaluateSpecifier(node: TypeScript.Expression | undefined, walk: Walk): Specifier {
  const literal = literalText(node);
  if (literal !== undefined) return { specifier: literal };
  if (!node) return {};
  const parts: (string | undefined)[] = [];
  collectParts(node, walk, parts);
  if (!parts.includes(undefined)) return { specifier: parts.join('') };
  if (!parts[0]) return {};
  const pattern = parts.map(part => (part === undefined ? '*' : escapedForGlob(part))).join('');
  return { pattern: pattern.replace(/\*{2,}/g, '*') };
}

/** Remembers the identifiers of a specifier, so that their values are known when it is evaluated. */
export function referConstants(node: TypeScript.Node | undefined, walk: Walk): void {
  if (!node) return;
  const ts = typescript6();
  const K = ts.SyntaxKind;
  const bare = peeled(node as TypeScript.Expression);
  if (bare.kind === K.Identifier) {
    walk.scopes.refer({
      name: (bare as TypeScript.Identifier).text,
      meaning: 1,
      local(alias) {
        if (alias?.literal !== undefined) walk.constants.set(bare, alias.literal);
        else walk.localNames.add(bare);
        return undefined;
      },
    });
  } else if (bare.kind === K.BinaryExpression) {
    let sum: TypeScript.Node = bare;
    while (sum.kind === K.BinaryExpression) {
      referConstants((sum as TypeScript.BinaryExpression).right, walk);
      sum = peeled((sum as TypeScript.BinaryExpression).left);
    }
    referConstants(sum, walk);
  } else if (bare.kind === K.TemplateExpression) {
    for (const span of (bare as TypeScript.TemplateExpression).templateSpans) referConstants(span.expression, walk);
  }
}

function collectParts(node: TypeScript.Expression, walk: Walk, parts: (string | undefined)[]): void {
  const K = typescript6().SyntaxKind;
  const bare = peeled(node);
  const literal = literalText(bare);
  if (literal !== undefined) parts.push(literal);
  else if (bare.kind === K.Identifier) parts.push(constant(bare as TypeScript.Identifier, walk));
  else if (bare.kind === K.TemplateExpression) {
    const template = bare as TypeScript.TemplateExpression;
    parts.push(template.head.text);
    for (const span of template.templateSpans) {
      collectParts(span.expression, walk, parts);
      parts.push(span.literal.text);
    }
  } else if (bare.kind === K.BinaryExpression) {
    // Sums lean left and may be very long: undo them without recursion.
    const addends: TypeScript.Expression[] = [];
    let sum: TypeScript.Expression = bare;
    while (sum.kind === K.BinaryExpression && (sum as TypeScript.BinaryExpression).operatorToken.kind === K.PlusToken) {
      addends.push((sum as TypeScript.BinaryExpression).right);
      sum = peeled((sum as TypeScript.BinaryExpression).left);
    }
    if (sum.kind === K.BinaryExpression) parts.push(undefined);
    else collectParts(sum, walk, parts);
    for (const addend of addends.reverse()) collectParts(addend, walk, parts);
  } else parts.push(undefined);
}

function constant(node: TypeScript.Identifier, walk: Walk): string | undefined {
  // `__dirname + "/x"` is how CommonJS writes a path relative to the file.
  if (node.text === '__dirname' && !walk.localNames.has(node)) return '.';
  return walk.constants.get(node);
}

function escapedForGlob(text: string): string {
  return text.replace(/[\\*?[\](){}!]/g, '\\$&');
}
