import { type TypeScript, typescript6 } from '../../typescript6.js';
import { flat, folded } from '../strings.js';
import { propertyName } from '../syntax-nodes.js';
import { type Lowering, place } from './lowering.js';
import type { Expr, PatternElement, PropertyIr } from './nodes.js';
import { lowerType } from './type-nodes.js';

type Node = TypeScript.Node;
type Handler = (node: never, low: Lowering) => Expr;

let table: (Handler | undefined)[] | undefined;

/** An expression as data. What the table does not know becomes `other` with its sub-expressions. */
export function lowerExpression(node: TypeScript.Expression, low: Lowering): Expr {
  table ??= handlers();
  const handler = table[node.kind];
  return handler ? handler(node as never, low) : other(node, low);
}

function handlers(): (Handler | undefined)[] {
  const K = typescript6().SyntaxKind;
  const made: (Handler | undefined)[] = new Array(K.Count).fill(undefined);
  const inner = (node: { expression: TypeScript.Expression }, low: Lowering): Expr => low.expr(node.expression);
  const cast = (node: TypeScript.AsExpression, low: Lowering): Expr => {
    const value = low.expr(node.expression);
    const isConst = node.type.kind === K.TypeReference && node.type.getText(low.source) === 'const';
    return isConst ? value : { kind: 'cast', ...place(node, low), value, type: lowerType(node.type, low.source) };
  };
  const literal =
    (value: string | number | boolean | null): Handler =>
    (node: Node, low) => ({
      kind: 'literal',
      ...place(node, low),
      value,
    });
  const text: Handler = (node: TypeScript.StringLiteral, low) => ({
    kind: 'literal',
    ...place(node, low),
    value: flat(node.text),
  });
  const fn: Handler = (node: TypeScript.ArrowFunction, low) => ({
    kind: 'function',
    ...place(node, low),
    index: low.fn(node, -1),
  });
  const entries: [TypeScript.SyntaxKind, Handler][] = [
    [
      K.Identifier,
      (node: TypeScript.Identifier, low) => ({ kind: 'name', ...place(node, low), name: flat(node.text) }),
    ],
    [
      K.PrivateIdentifier,
      (node: TypeScript.Identifier, low) => ({ kind: 'name', ...place(node, low), name: flat(node.text) }),
    ],
    [K.ParenthesizedExpression, inner],
    [K.NonNullExpression, inner],
    [K.SatisfiesExpression, inner],
    [K.ExpressionWithTypeArguments, inner],
    [K.AsExpression, cast],
    [K.TypeAssertionExpression, cast],
    [K.StringLiteral, text],
    [K.NoSubstitutionTemplateLiteral, text],
    [K.TrueKeyword, literal(true)],
    [K.FalseKeyword, literal(false)],
    [K.NullKeyword, literal(null)],
    [
      K.NumericLiteral,
      (node: TypeScript.NumericLiteral, low) => ({ kind: 'literal', ...place(node, low), value: Number(node.text) }),
    ],
    [
      K.RegularExpressionLiteral,
      (node: Node, low) => ({ kind: 'regex', ...place(node, low), text: folded(node.getText(low.source)) }),
    ],
    [K.ThisKeyword, (node: Node, low) => ({ kind: 'this', ...place(node, low) })],
    [K.SuperKeyword, (node: Node, low) => ({ kind: 'super', ...place(node, low) })],
    [K.TemplateExpression, template],
    [K.PropertyAccessExpression, member],
    [K.ElementAccessExpression, index],
    [K.CallExpression, call],
    [K.NewExpression, call],
    [K.TaggedTemplateExpression, tagged],
    [
      K.AwaitExpression,
      (node: TypeScript.AwaitExpression, low) => ({
        kind: 'await',
        ...place(node, low),
        value: low.expr(node.expression),
      }),
    ],
    [
      K.YieldExpression,
      (node: TypeScript.YieldExpression, low) => ({
        kind: 'yield',
        ...place(node, low),
        value: node.expression && low.expr(node.expression),
        delegates: node.asteriskToken !== undefined,
      }),
    ],
    [K.ArrowFunction, fn],
    [K.FunctionExpression, fn],
    [
      K.ClassExpression,
      (node: TypeScript.ClassExpression, low) => ({ kind: 'class', ...place(node, low), index: low.cls(node) }),
    ],
    [K.ObjectLiteralExpression, object],
    [
      K.ArrayLiteralExpression,
      (node: TypeScript.ArrayLiteralExpression, low) => ({
        kind: 'array',
        ...place(node, low),
        elements: node.elements.map(low.expr),
      }),
    ],
    [
      K.SpreadElement,
      (node: TypeScript.SpreadElement, low) => ({
        kind: 'spread',
        ...place(node, low),
        value: low.expr(node.expression),
      }),
    ],
    [K.PrefixUnaryExpression, prefix],
    [
      K.PostfixUnaryExpression,
      (node: TypeScript.PostfixUnaryExpression, low) => ({
        kind: 'unary',
        ...place(node, low),
        op: node.operator === K.PlusPlusToken ? 'x++' : 'x--',
        value: low.expr(node.operand),
      }),
    ],
    [K.TypeOfExpression, unary('typeof')],
    [K.VoidExpression, unary('void')],
    [K.DeleteExpression, unary('delete')],
    [K.BinaryExpression, binary],
    [
      K.ConditionalExpression,
      (node: TypeScript.ConditionalExpression, low) => ({
        kind: 'conditional',
        ...place(node, low),
        test: low.expr(node.condition),
        yes: low.expr(node.whenTrue),
        no: low.expr(node.whenFalse),
      }),
    ],
    [K.JsxElement, (node: TypeScript.JsxElement, low) => jsx(node, node.openingElement, node.children, low)],
    [K.JsxSelfClosingElement, (node: TypeScript.JsxSelfClosingElement, low) => jsx(node, node, [], low)],
    [K.JsxFragment, (node: TypeScript.JsxFragment, low) => jsx(node, undefined, node.children, low)],
    [
      K.JsxExpression,
      (node: TypeScript.JsxExpression, low) => (node.expression ? low.expr(node.expression) : other(node, low)),
    ],
  ];
  for (const [kind, handler] of entries) made[kind] = handler;
  return made;
}

function unary(op: string): Handler {
  return (node: TypeScript.VoidExpression, low) => ({
    kind: 'unary',
    ...place(node, low),
    op,
    value: low.expr(node.expression),
  });
}

function prefix(node: TypeScript.PrefixUnaryExpression, low: Lowering): Expr {
  const value = low.expr(node.operand);
  const op = typescript6().tokenToString(node.operator) ?? '?';
  if (op === '-' && value.kind === 'literal' && typeof value.value === 'number')
    return { kind: 'literal', ...place(node, low), value: -value.value };
  return { kind: 'unary', ...place(node, low), op, value };
}

function template(node: TypeScript.TemplateExpression, low: Lowering): Expr {
  const text = node.head.text + node.templateSpans.map(span => `\${}${span.literal.text}`).join('');
  return {
    kind: 'template',
    ...place(node, low),
    text: flat(text),
    parts: node.templateSpans.map(span => low.expr(span.expression)),
  };
}

function member(node: TypeScript.PropertyAccessExpression, low: Lowering): Expr {
  return {
    kind: 'member',
    ...place(node, low),
    object: low.expr(node.expression),
    property: flat(node.name.text),
    optional: node.questionDotToken !== undefined,
  };
}

function index(node: TypeScript.ElementAccessExpression, low: Lowering): Expr {
  const object = low.expr(node.expression);
  const at = low.expr(node.argumentExpression);
  if (at.kind === 'literal' && typeof at.value === 'string')
    return {
      kind: 'member',
      ...place(node, low),
      object,
      property: at.value,
      optional: node.questionDotToken !== undefined,
    };
  return { kind: 'index', ...place(node, low), object, index: at };
}

function call(node: TypeScript.CallExpression | TypeScript.NewExpression, low: Lowering): Expr {
  const K = typescript6().SyntaxKind;
  if (node.expression.kind === K.ImportKeyword) return other(node, low);
  return {
    kind: 'call',
    ...place(node, low),
    callee: low.expr(node.expression),
    args: node.arguments?.map(low.expr) ?? [],
    isNew: node.kind === K.NewExpression,
    optional: (node as TypeScript.CallExpression).questionDotToken !== undefined,
    typeArgs: node.typeArguments?.map(type => lowerType(type, low.source)) ?? [],
  };
}

function tagged(node: TypeScript.TaggedTemplateExpression, low: Lowering): Expr {
  const args = [low.expr(node.template)];
  return {
    kind: 'call',
    ...place(node, low),
    callee: low.expr(node.tag),
    args,
    isNew: false,
    optional: false,
    typeArgs: [],
  };
}

function binary(node: TypeScript.BinaryExpression, low: Lowering): Expr {
  const op = typescript6().tokenToString(node.operatorToken.kind) ?? '?';
  const K = typescript6().SyntaxKind;
  const { kind } = node.operatorToken;
  if (kind >= K.FirstAssignment && kind <= K.LastAssignment)
    return {
      kind: 'assign',
      ...place(node, low),
      op,
      target: assignmentTarget(node.left, low),
      value: low.expr(node.right),
    };
  return { kind: 'binary', ...place(node, low), op, left: low.expr(node.left), right: low.expr(node.right) };
}

/** `({ a, b: c } = x)` as a pattern; anything else as the expression it is. */
function assignmentTarget(node: TypeScript.Expression, low: Lowering): Expr {
  const K = typescript6().SyntaxKind;
  const made = low.expr(node);
  if (made.kind === 'object' && node.kind === K.ObjectLiteralExpression)
    return {
      kind: 'pattern',
      start: made.start,
      end: made.end,
      isArray: false,
      elements: made.properties.map(({ start, end, name, value }) => ({
        start,
        end,
        property: name,
        target: value,
        fallback: undefined,
      })),
    };
  if (made.kind === 'array')
    return {
      kind: 'pattern',
      start: made.start,
      end: made.end,
      isArray: true,
      elements: made.elements.map(each => ({
        start: each.start,
        end: each.end,
        property: '',
        target: each,
        fallback: undefined,
      })),
    };
  return made;
}

function object(node: TypeScript.ObjectLiteralExpression, low: Lowering): Expr {
  const K = typescript6().SyntaxKind;
  const properties = node.properties.map((property): PropertyIr => {
    const at = place(property, low);
    switch (property.kind) {
      case K.SpreadAssignment:
        return { ...at, name: '...', value: low.expr(property.expression) };
      case K.ShorthandPropertyAssignment:
        return { ...at, name: flat(property.name.text), value: low.expr(property.name) };
      case K.PropertyAssignment:
        return { ...at, name: flat(propertyName(property.name) ?? ''), value: low.expr(property.initializer) };
      default: {
        const made = property as TypeScript.MethodDeclaration;
        return {
          ...at,
          name: flat(propertyName(made.name) ?? ''),
          value: { kind: 'function', ...at, index: low.fn(made, -1) },
        };
      }
    }
  });
  return { kind: 'object', ...place(node, low), properties };
}

function jsx(
  node: Node,
  opening: TypeScript.JsxOpeningLikeElement | undefined,
  children: readonly TypeScript.JsxChild[],
  low: Lowering,
): Expr {
  const K = typescript6().SyntaxKind;
  const attributes: PropertyIr[] = [];
  for (const each of opening?.attributes.properties ?? []) {
    const at = place(each, low);
    if (each.kind === K.JsxSpreadAttribute) attributes.push({ ...at, name: '...', value: low.expr(each.expression) });
    else if (each.initializer)
      attributes.push({
        ...at,
        name: each.name.getText(low.source),
        value: low.expr(each.initializer as TypeScript.Expression),
      });
  }
  const parts = children
    .filter(child => child.kind !== K.JsxText)
    .map(child => low.expr(child as TypeScript.Expression));
  return {
    kind: 'jsx',
    ...place(node, low),
    tag: folded(opening?.tagName.getText(low.source) ?? ''),
    attributes,
    children: parts,
  };
}

function other(node: Node, low: Lowering): Expr {
  const parts: Expr[] = [];
  const ts = typescript6();
  ts.forEachChild(node, child => {
    if (ts.isExpression(child) && child.kind !== ts.SyntaxKind.ImportKeyword) parts.push(low.expr(child));
  });
  return { kind: 'other', ...place(node, low), parts };
}

/** The target of a declaration, parameter or loop. */
export function lowerBinding(name: TypeScript.BindingName, low: Lowering): Expr {
  const K = typescript6().SyntaxKind;
  if (name.kind === K.Identifier)
    return { kind: 'name', ...place(name, low), name: flat((name as TypeScript.Identifier).text) };
  const isArray = name.kind === K.ArrayBindingPattern;
  const elements: PatternElement[] = [];
  for (const element of (name as TypeScript.BindingPattern).elements) {
    if (element.kind !== K.BindingElement) continue;
    const property = element.dotDotDotToken
      ? '...'
      : isArray
        ? ''
        : flat(propertyName(element.propertyName ?? element.name) ?? '');
    elements.push({
      ...place(element, low),
      property,
      target: lowerBinding(element.name, low),
      fallback: element.initializer && low.expr(element.initializer),
    });
  }
  return { kind: 'pattern', ...place(name, low), isArray, elements };
}
