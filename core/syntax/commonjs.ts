import { type TypeScript, typescript6 } from '../typescript6.js';
import type { CommonJsDraft, Walk } from './drafts.js';
import { GlobalReference } from './references.js';
import { flat } from './strings.js';
import { propertyName } from './syntax-nodes.js';

/** Notes `module.exports = …`, `module.exports.x = …` and `exports.x = …`, unless a local name carries `module` or `exports`. */
export function commonJsExport(
  path: readonly string[],
  left: TypeScript.Expression,
  right: TypeScript.Expression,
  walk: Walk,
): void {
  const [root, second, third] = path;
  let name: string | undefined;
  if (root === 'exports') name = second;
  else if (root === 'module' && second === 'exports') name = third ?? '=';
  if (root === undefined || name === undefined) return;
  const drafts = [draftOf(name, right, left, walk), ...(name === '=' ? properties(right, walk) : [])];
  walk.scopes.refer(
    new GlobalReference(root, () => {
      for (const draft of drafts) walk.commonJs.push(draft);
    }),
  );
}

function draftOf(name: string, value: TypeScript.Node, at: TypeScript.Node, walk: Walk): CommonJsDraft {
  const K = typescript6().SyntaxKind;
  const named = value.kind === K.Identifier ? value : (value as Partial<TypeScript.FunctionExpression>).name;
  const isNamed = value.kind === K.Identifier || value.kind === K.FunctionExpression;
  const local = isNamed && named ? (named as TypeScript.Identifier).text : '';
  return { name: flat(name), local: flat(local), start: at.getStart(walk.source), end: at.end };
}

/** `module.exports = { a, b: c }` exports `a` and `b`. */
function properties(value: TypeScript.Expression, walk: Walk): CommonJsDraft[] {
  const K = typescript6().SyntaxKind;
  if (value.kind !== K.ObjectLiteralExpression) return [];
  const drafts: CommonJsDraft[] = [];
  for (const property of (value as TypeScript.ObjectLiteralExpression).properties) {
    const name = propertyName(property.name as TypeScript.PropertyName | undefined);
    if (name === undefined || !property.name) continue;
    const exported =
      property.kind === K.PropertyAssignment
        ? (property as TypeScript.PropertyAssignment).initializer
        : property.kind === K.ShorthandPropertyAssignment
          ? property.name
          : property;
    drafts.push(draftOf(name, exported, property.name, walk));
  }
  return drafts;
}
