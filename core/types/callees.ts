import type { Checker, KindName, SymbolHandle, SyntaxNode, TypeHandle } from './checker.js';
import { symbolFlags } from './checker.js';
import { declarationRefs, type Places } from './declarations.js';
import type { CalleeAnswer } from './oracle.js';

const unknown: CalleeAnswer = { kind: 'unknown' };
const anything: CalleeAnswer = { kind: 'any' };

/** What an expression wraps without changing what is called. */
const wrappers: ReadonlySet<KindName> = new Set([
  'AsExpression',
  'ExpressionWithTypeArguments',
  'NonNullExpression',
  'ParenthesizedExpression',
  'SatisfiesExpression',
  'TypeAssertionExpression',
]);

/** Declarations that hold a value: what is called may be declared elsewhere, and the value may be anything. */
const valueHolders: ReadonlySet<KindName> = new Set([
  'BindingElement',
  'Parameter',
  'PropertyAssignment',
  'PropertyDeclaration',
  'PropertySignature',
  'ShorthandPropertyAssignment',
  'VariableDeclaration',
  'BinaryExpression',
  'PropertyAccessExpression',
]);

/** Of those, the ones whose value is fixed where they stand, so that the type's own declaration is what is called. */
const fixedHolders: ReadonlySet<KindName> = new Set([
  'BindingElement',
  'PropertyAssignment',
  'ShorthandPropertyAssignment',
  'VariableDeclaration',
]);

/** `NodeFlags.Const` of a declaration list, the same in both versions. */
const constantFlag = 2;

const functionKinds: ReadonlySet<KindName> = new Set([
  'ArrowFunction',
  'FunctionDeclaration',
  'FunctionExpression',
  'MethodDeclaration',
  'MethodSignature',
]);

/** Answers for the callee expressions of one file, in their order. */
export function answerCallees(
  checker: Checker,
  places: Places,
  nodes: readonly (SyntaxNode | undefined)[],
): readonly CalleeAnswer[] {
  const callees = nodes.map(node => node && unwrap(checker, node));
  const named = batch(
    callees,
    node => nameOf(checker, node),
    names => checker.symbolsAt(names),
  );
  const symbols = named.map(symbol => symbol && followAlias(checker, symbol));
  const known = new Map<SymbolHandle, CalleeAnswer>();
  // Types are asked only where the symbol does not settle it: a holder of a value, or no symbol at all.
  const holders = [...new Set(symbols)].filter(symbol => symbol !== undefined && needsType(checker, symbol));
  const typeOf = new Map(zip(holders as SymbolHandle[], checker.typesOf(holders as SymbolHandle[])));
  const byNode = batch(
    callees,
    (node, i) => (symbols[i] ? undefined : node),
    found => checker.typesAt(found),
  );
  return symbols.map((symbol, i) => {
    if (!callees[i]) return unknown;
    if (!symbol) return answerType(checker, places, byNode[i]);
    let answer = known.get(symbol);
    if (!answer) {
      answer = answerSymbol(checker, places, symbol, typeOf.get(symbol));
      known.set(symbol, answer);
    }
    return answer;
  });
}

/** Asks for some of the nodes in one go and puts the answers back in their places. */
function batch<T>(
  nodes: readonly (SyntaxNode | undefined)[],
  pick: (node: SyntaxNode, index: number) => SyntaxNode | undefined,
  ask: (nodes: readonly SyntaxNode[]) => readonly (T | undefined)[],
): readonly (T | undefined)[] {
  const places: number[] = [];
  const picked: SyntaxNode[] = [];
  for (const [i, node] of nodes.entries()) {
    const asked = node && pick(node, i);
    if (!asked) continue;
    places.push(i);
    picked.push(asked);
  }
  const answers: (T | undefined)[] = nodes.map(() => undefined);
  if (picked.length === 0) return answers;
  for (const [i, answer] of ask(picked).entries()) answers[places[i]!] = answer;
  return answers;
}

function zip<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
  return left.map((value, i) => [value, right[i]!]);
}

function unwrap(checker: Checker, node: SyntaxNode): SyntaxNode {
  let at = node;
  for (;;) {
    const kind = checker.kinds.get(at.kind);
    if (!kind || !wrappers.has(kind) || !at.expression) return at;
    at = at.expression;
  }
}

/** The node that carries the symbol: the name behind the last dot, the literal in brackets, the name itself. */
function nameOf(checker: Checker, node: SyntaxNode): SyntaxNode | undefined {
  const kind = checker.kinds.get(node.kind);
  if (kind === 'PropertyAccessExpression') return node.name;
  if (kind !== 'ElementAccessExpression') return node;
  const argument = node.argumentExpression && checker.kinds.get(node.argumentExpression.kind);
  const isLiteral =
    argument === 'StringLiteral' || argument === 'NumericLiteral' || argument === 'NoSubstitutionTemplateLiteral';
  return isLiteral ? node.argumentExpression : undefined;
}

function followAlias(checker: Checker, symbol: SymbolHandle): SymbolHandle | undefined {
  return symbol.flags & symbolFlags.alias ? checker.aliasTarget(symbol) : symbol;
}

function needsType(checker: Checker, symbol: SymbolHandle): boolean {
  const declarations = checker.declarationsOf(symbol);
  return declarations.length === 0 || declarations.every(node => isOf(checker, node, valueHolders));
}

function answerSymbol(
  checker: Checker,
  places: Places,
  symbol: SymbolHandle,
  type: TypeHandle | undefined,
): CalleeAnswer {
  const declarations = checker.declarationsOf(symbol);
  if (type && checker.shapeOf(type).kind === 'any') return anything;
  if (declarations.length === 0) return answerType(checker, places, type);
  if (
    type &&
    declarations.every(
      node => isOf(checker, node, fixedHolders) && !isLet(checker, node) && !holdsFunction(checker, node),
    )
  ) {
    const followed = answerType(checker, places, type);
    if (followed.kind === 'declared') return followed;
  }
  return { kind: 'declared', declarations: declarationRefs(checker, places, symbol) };
}

/** The function a type is the type of: what `const { readFile } = fs` calls. */
function answerType(checker: Checker, places: Places, type: TypeHandle | undefined): CalleeAnswer {
  if (!type) return unknown;
  if (checker.shapeOf(type).kind === 'any') return anything;
  const symbol = checker.symbolOf(type);
  if (!symbol || !(symbol.flags & (symbolFlags.function | symbolFlags.method | symbolFlags.class))) return unknown;
  const declarations = checker.declarationsOf(symbol);
  const isNamed = symbol.flags & symbolFlags.class || declarations.some(node => isOf(checker, node, functionKinds));
  return isNamed ? { kind: 'declared', declarations: declarationRefs(checker, places, symbol) } : unknown;
}

function isOf(checker: Checker, node: SyntaxNode, kinds: ReadonlySet<KindName>): boolean {
  const kind = checker.kinds.get(node.kind);
  return kind !== undefined && kinds.has(kind);
}

/** The declaration is itself the function: `const f = () => {}`, `{ f: function () {} }`. */
function holdsFunction(checker: Checker, { initializer }: SyntaxNode): boolean {
  const inner = initializer && unwrap(checker, initializer);
  return inner !== undefined && isOf(checker, inner, functionKinds);
}

/** A parameter's pattern and a `let` may hold another function when they are called. */
function isLet(checker: Checker, node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
    const kind = checker.kinds.get(at.kind);
    if (kind === 'Parameter') return true;
    if (kind === 'VariableDeclaration') return ((at.parent?.flags ?? 0) & constantFlag) === 0;
    if (kind === 'PropertyAssignment' || kind === 'ShorthandPropertyAssignment') return false;
  }
  return false;
}
