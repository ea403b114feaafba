import { type TypeScript, typescript6 } from '../../typescript6.js';
import { flat, folded } from '../strings.js';
import { hasModifier, propertyName } from '../syntax-nodes.js';
import { qualified } from '../walk-functions.js';
import { takeComments, takeInnerComments } from './comments.js';
import { docOf } from './doc.js';
import { lowerBinding } from './expressions.js';
import { type Lowering, place } from './lowering.js';
import type { ClassIr, Expr, FieldIr, FunctionIr, FunctionKind, ParamIr, Stmt } from './nodes.js';
import { lowerType, optionalType } from './type-nodes.js';

type FunctionNode = TypeScript.FunctionLikeDeclaration;

/** Lowers a function and everything in it; its place in the table is taken before the functions inside it take theirs. */
export function lowerFunction(
  node: FunctionNode,
  owner: number,
  docFrom: TypeScript.Node | undefined,
  low: Lowering,
): number {
  const K = typescript6().SyntaxKind;
  const index = low.functions.length;
  const parent = low.current;
  const symbol = low.symbol;
  const own = propertyName(node.name) ?? (node.kind === K.Constructor ? 'constructor' : undefined);
  const name = low.names.get(node) ?? qualified(symbol, own ?? '');
  low.functions.push(undefined as never);
  low.current = index;
  low.symbol = name;
  const params = node.parameters.map(parameter => lowerParam(parameter, low));
  const { body } = node;
  if (body?.kind === K.Block) takeInnerComments(body as TypeScript.Block, low);
  const statements: Stmt[] = !body
    ? []
    : body.kind === K.Block
      ? low.stmts((body as TypeScript.Block).statements)
      : [{ kind: 'return', ...place(body, low), value: low.expr(body as TypeScript.Expression) }];
  const at = node.name ?? node;
  const made: FunctionIr = {
    ...place(node, low),
    name: flat(name),
    nameStart: at.getStart(low.source),
    nameEnd: node.name ? node.name.end : at.getStart(low.source),
    form: formOf(node),
    isAsync: hasModifier(node, K.AsyncKeyword),
    isGenerator: (node as { asteriskToken?: unknown }).asteriskToken !== undefined,
    parent,
    owner,
    params,
    returns: optionalType(node.type, low.source),
    doc: docOf(docFrom ?? node, low.source),
    decorators: decoratorsOf(node, low),
    hasBody: body !== undefined,
    body: statements,
    ...(hasModifier(node, K.PrivateKeyword) || hasModifier(node, K.ProtectedKeyword)
      ? { isHidden: true as const }
      : {}),
  };
  low.functions[index] = made;
  low.current = parent;
  low.symbol = symbol;
  return index;
}

function formOf(node: FunctionNode): FunctionKind {
  const K = typescript6().SyntaxKind;
  switch (node.kind) {
    case K.ArrowFunction:
      return 'arrow';
    case K.MethodDeclaration:
      return 'method';
    case K.Constructor:
      return 'constructor';
    case K.GetAccessor:
      return 'getter';
    case K.SetAccessor:
      return 'setter';
    default:
      return 'function';
  }
}

function lowerParam(node: TypeScript.ParameterDeclaration, low: Lowering): ParamIr {
  const K = typescript6().SyntaxKind;
  const fieldWords = [K.PublicKeyword, K.PrivateKeyword, K.ProtectedKeyword, K.ReadonlyKeyword];
  return {
    ...place(node, low),
    target: lowerBinding(node.name, low),
    type: optionalType(node.type, low.source),
    fallback: node.initializer && low.expr(node.initializer),
    isRest: node.dotDotDotToken !== undefined,
    isOptional: node.questionToken !== undefined || node.initializer !== undefined,
    isField: fieldWords.some(word => hasModifier(node, word)),
    decorators: decoratorsOf(node, low),
  };
}

/** Names of decorators as written, without arguments. */
function decoratorsOf(node: TypeScript.Node, low: Lowering): string[] {
  const K = typescript6().SyntaxKind;
  const { modifiers } = node as { modifiers?: readonly TypeScript.ModifierLike[] };
  return (modifiers ?? [])
    .filter(each => each.kind === K.Decorator)
    .map(each => {
      const { expression } = each as TypeScript.Decorator;
      const named =
        expression.kind === K.CallExpression ? (expression as TypeScript.CallExpression).expression : expression;
      return folded(named.getText(low.source));
    });
}

/** Lowers a class: its members' functions join the table of the file. */
export function lowerClass(node: TypeScript.ClassLikeDeclaration, low: Lowering): number {
  const K = typescript6().SyntaxKind;
  const index = low.classes.length;
  low.classes.push(undefined as never);
  const symbol = low.symbol;
  const name = qualified(symbol, node.name?.text ?? 'default');
  low.symbol = name;
  const clauses = node.heritageClauses ?? [];
  const base = clauses.find(clause => clause.token === K.ExtendsKeyword)?.types[0]?.expression;
  const fields: FieldIr[] = [];
  const methods: { name: string; index: number }[] = [];
  for (const member of node.members) lowerMember(member, index, fields, methods, low);
  if (!node.members.some(member => member.kind === K.Constructor) && node.members.some(runsInitializer)) {
    methods.push({ name: 'constructor', index: low.functions.length });
    low.functions.push(unwrittenConstructor(node, index, base !== undefined, name, low));
  }
  const made: ClassIr = {
    ...place(node, low),
    name: flat(name),
    extends: base && low.expr(base),
    implements: clauses
      .filter(clause => clause.token === K.ImplementsKeyword)
      .flatMap(clause => clause.types.map(type => lowerType(type, low.source))),
    isAbstract: hasModifier(node, K.AbstractKeyword),
    decorators: decoratorsOf(node, low),
    fields,
    methods,
    doc: docOf(node, low.source),
  };
  low.classes[index] = made;
  low.symbol = symbol;
  return index;
}

function lowerMember(
  member: TypeScript.ClassElement,
  owner: number,
  fields: FieldIr[],
  methods: { name: string; index: number }[],
  low: Lowering,
): void {
  const K = typescript6().SyntaxKind;
  const isStatic = hasModifier(member, K.StaticKeyword);
  takeComments(member, low);
  const prefix = isStatic ? 'static:' : '';
  switch (member.kind) {
    case K.PropertyDeclaration: {
      const { name, type, initializer } = member as TypeScript.PropertyDeclaration;
      const own = flat(propertyName(name) ?? '');
      const isFunction = initializer?.kind === K.ArrowFunction || initializer?.kind === K.FunctionExpression;
      const value = !initializer
        ? undefined
        : isFunction
          ? ({
              kind: 'function',
              ...place(initializer, low),
              index: low.fn(initializer as TypeScript.ArrowFunction, owner, member),
            } as const)
          : low.expr(initializer);
      if (value?.kind === 'function') methods.push({ name: prefix + own, index: value.index });
      fields.push({
        ...place(member, low),
        name: own,
        type: optionalType(type, low.source),
        value,
        isStatic,
        isReadonly: hasModifier(member, K.ReadonlyKeyword),
      });
      return;
    }
    case K.MethodDeclaration:
    case K.Constructor:
    case K.GetAccessor:
    case K.SetAccessor: {
      const made = member as TypeScript.MethodDeclaration;
      const own = member.kind === K.Constructor ? 'constructor' : flat(propertyName(made.name) ?? '[computed]');
      const at = low.fn(made, owner);
      if (member.kind === K.GetAccessor) methods.push({ name: `${prefix}get:${own}`, index: at });
      else if (member.kind === K.SetAccessor) methods.push({ name: `${prefix}set:${own}`, index: at });
      else methods.push({ name: prefix + own, index: at });
      return;
    }
    case K.ClassStaticBlockDeclaration: {
      const { body } = member as TypeScript.ClassStaticBlockDeclaration;
      const parent = low.current;
      const at = low.functions.length;
      low.functions.push(undefined as never);
      low.current = at;
      const inner = low.stmts(body.statements);
      const name = `${low.symbol}.static`;
      low.functions[at] = memberWithoutParameters('static-block', name, place(member, low), parent, owner, inner);
      low.current = parent;
      return;
    }
  }
}

/** A field whose initialiser calls something, each time one is made. */
function runsInitializer(member: TypeScript.ClassElement): boolean {
  const ts = typescript6();
  const calls = (node: TypeScript.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) return true;
    return ts.forEachChild(node, each => calls(each) || undefined) === true;
  };
  if (!ts.isPropertyDeclaration(member) || hasModifier(member, ts.SyntaxKind.StaticKeyword)) return false;
  return member.initializer !== undefined && calls(member.initializer);
}

/** The constructor of a class that has initialisers to run and none written: it runs them, after that of the base. */
function unwrittenConstructor(
  node: TypeScript.ClassLikeDeclaration,
  owner: number,
  isDerived: boolean,
  symbol: string,
  low: Lowering,
): FunctionIr {
  const start = (node.name ?? node).getStart(low.source);
  const at = { start, end: start };
  const base: Expr = {
    kind: 'call',
    ...at,
    callee: { kind: 'super', ...at },
    args: [],
    isNew: false,
    optional: false,
    typeArgs: [],
  };
  const body: Stmt[] = isDerived ? [{ kind: 'expression', ...at, value: base }] : [];
  return memberWithoutParameters('constructor', flat(`${symbol}.constructor`), at, low.current, owner, body);
}

function memberWithoutParameters(
  form: FunctionKind,
  name: string,
  at: { start: number; end: number },
  parent: number,
  owner: number,
  body: Stmt[],
): FunctionIr {
  const rest = { isAsync: false, isGenerator: false, params: [], returns: undefined, doc: undefined, decorators: [] };
  return {
    ...at,
    name,
    nameStart: at.start,
    nameEnd: at.start,
    form,
    parent,
    owner,
    hasBody: true,
    body,
    ...rest,
  };
}
