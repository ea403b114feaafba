import { dirname } from 'node:path';
import { Node, SyntaxKind } from 'ts-morph';
import { bodyOf, type Edit, isFunction, isOwn, replaced, type Site } from './corpus.js';

/** A way to write a function otherwise that leaves what it does. */
export type Refactoring = (site: Site) => Edit | undefined;

/** Every mention of one local name gets another. */
const renameLocal: Refactoring = ({ file, fn }) => {
  const body = bodyOf(fn);
  const declaration = body
    ?.getDescendantsOfKind(SyntaxKind.VariableDeclaration)
    .find(each => Node.isIdentifier(each.getNameNode()) && isOwn(each, fn));
  const name = declaration?.getName();
  if (!body || !name) return undefined;
  const uses = body.getDescendantsOfKind(SyntaxKind.Identifier).filter(each => each.getText() === name);
  const isPlain = uses.every(each => {
    const parent = each.getParent();
    if (Node.isShorthandPropertyAssignment(parent) || Node.isBindingElement(parent)) return false;
    return (
      !(Node.isPropertyAccessExpression(parent) && parent.getNameNode() === each) && !Node.isPropertyAssignment(parent)
    );
  });
  if (!isPlain) return undefined;
  let text = file.getFullText();
  for (const use of [...uses].reverse())
    text = `${text.slice(0, use.getStart())}${name}Renamed${text.slice(use.getEnd())}`;
  return { after: text };
};

const ifsOf = (fn: Node) =>
  fn.getDescendantsOfKind(SyntaxKind.IfStatement).filter(each => isOwn(each, fn) && Node.isBlock(each.getParent()));

/** `if (a > b)` becomes `const isSo = a > b; if (isSo)`. */
const nameCondition: Refactoring = ({ file, fn }) => {
  const found = ifsOf(fn).find(
    each => Node.isBinaryExpression(each.getExpression()) || Node.isPrefixUnaryExpression(each.getExpression()),
  );
  if (!found) return undefined;
  const test = found.getExpression();
  const text = found.getText().replace(test.getText(), 'isSo');
  return { after: replaced(file, found.getStart(), found.getEnd(), `const isSo = ${test.getText()};\n${text}`) };
};

/** `if (a) X else Y` becomes `if (!(a)) Y else X`. */
const turnRound: Refactoring = ({ file, fn }) => {
  const found = ifsOf(fn).find(each => Node.isBlock(each.getElseStatement()) && Node.isBlock(each.getThenStatement()));
  const other = found?.getElseStatement();
  if (!found || !other) return undefined;
  const text = `if (!(${found.getExpression().getText()})) ${other.getText()} else ${found.getThenStatement().getText()}`;
  return { after: replaced(file, found.getStart(), found.getEnd(), text) };
};

/** A guard goes into a function of its own in the same file. */
const extractGuard: Refactoring = ({ file, fn, name }) => {
  const found = ifsOf(fn).find(each => {
    const then = each.getThenStatement();
    const [only, ...rest] = Node.isBlock(then) ? then.getStatements() : [then];
    return (
      !each.getElseStatement() &&
      rest.length === 0 &&
      Node.isThrowStatement(only) &&
      !/\b(this|await|super)\b/.test(each.getText())
    );
  });
  if (!found) return undefined;
  const free = freeNames(found, fn);
  const helper = `\nfunction ${name}Guard(${free.map(each => `${each}: any`).join(', ')}) { ${found.getText()} }\n`;
  const text = replaced(file, found.getStart(), found.getEnd(), `${name}Guard(${free.join(', ')});`);
  return { after: text + helper };
};

/** Names in a statement that the function declares. */
function freeNames(statement: Node, fn: Node): string[] {
  const names = new Set<string>();
  for (const each of statement.getDescendantsOfKind(SyntaxKind.Identifier)) {
    const declared = each.getSymbol()?.getDeclarations() ?? [];
    if (declared.some(at => at !== fn && at.getAncestors().includes(fn) && !at.getAncestors().includes(statement)))
      names.add(each.getText());
  }
  return [...names].sort();
}

/** Awaited statements go into an async function of their own. */
const extractCall: Refactoring = ({ file, fn, name }) => {
  const body = bodyOf(fn);
  if (!Node.isBlock(body)) return undefined;
  const found = body
    .getStatements()
    .find(
      each =>
        Node.isExpressionStatement(each) &&
        Node.isAwaitExpression(each.getExpression()) &&
        !/\b(this|super)\b/.test(each.getText()),
    );
  if (!found) return undefined;
  const free = freeNames(found, fn);
  // What is assigned there is another variable in a helper.
  const assigned = found
    .getDescendantsOfKind(SyntaxKind.BinaryExpression)
    .filter(each => /^([^=!<>]?=|\?\?=|\|\|=|&&=)$/.test(each.getOperatorToken().getText()))
    .map(each => each.getLeft().getText());
  if (assigned.some(each => free.includes(each))) return undefined;
  const helper = `\nasync function ${name}Step(${free.map(each => `${each}: any`).join(', ')}) { ${found.getText()} }\n`;
  return { after: replaced(file, found.getStart(), found.getEnd(), `await ${name}Step(${free.join(', ')});`) + helper };
};

/** `function f() {}` becomes `const f = () => {}`. */
const toArrow: Refactoring = ({ file, fn }) => {
  if (!Node.isFunctionDeclaration(fn) || fn.isGenerator() || fn.getOverloads().length > 0 || fn.isDefaultExport())
    return undefined;
  if (/\b(this|arguments)\b/.test(fn.getText()) || fn.getTypeParameters().length > 0 || fn.isAmbient())
    return undefined;
  const returns = fn.getReturnTypeNode();
  const parameters = fn
    .getParameters()
    .map(each => each.getText())
    .join(', ');
  const text = `${fn.isExported() ? 'export ' : ''}const ${fn.getName()} = ${fn.isAsync() ? 'async ' : ''}(${parameters})${returns ? `: ${returns.getText()}` : ''} => ${fn.getBodyText() === undefined ? '{}' : fn.getBody()?.getText()};`;
  return { after: replaced(file, fn.getStart(), fn.getEnd(), text) };
};

/** The function moves to a new file, with the imports of the old one, which imports it. */
const moveAway: Refactoring = ({ file, fn, path, name }) => {
  if (!Node.isFunctionDeclaration(fn) || !fn.isExported() || fn.isDefaultExport() || fn.getOverloads().length > 0)
    return undefined;
  const locals = new Set(
    fn
      .getDescendantsOfKind(SyntaxKind.Identifier)
      .flatMap(each => each.getSymbol()?.getDeclarations() ?? [])
      .filter(
        at =>
          at.getSourceFile() === file &&
          !at.getAncestors().includes(fn) &&
          at !== fn &&
          !Node.isImportSpecifier(at) &&
          !Node.isImportClause(at) &&
          !Node.isNamespaceImport(at),
      ),
  );
  if (locals.size > 0 || !/^\w+$/.test(name)) return undefined;
  const imports = file
    .getImportDeclarations()
    .map(each => each.getText())
    .join('\n');
  const folder = dirname(path);
  const at = `${folder === '.' ? '' : `${folder}/`}${name}-moved.ts`;
  const rest = replaced(file, fn.getStart(true), fn.getEnd(), '');
  return {
    after: `import { ${name} } from './${name}-moved${/\.js'/.test(imports) ? '.js' : ''}';\nexport { ${name} };\n${rest}`,
    other: { path: at, text: `${imports}\n\n${fn.getText()}\n` },
  };
};

/** Functions of the file in another order. */
const reorder: Refactoring = ({ file, fn }) => {
  if (!Node.isFunctionDeclaration(fn) || fn.getOverloads().length > 0) return undefined;
  const text = replaced(file, fn.getStart(true), fn.getEnd(), '');
  return { after: `${text}\n${fn.getText()}\n` };
};

/** Comments and line breaks. */
const format: Refactoring = ({ file, fn }) => {
  const body = bodyOf(fn);
  if (!Node.isBlock(body) || body.getStatements().length === 0) return undefined;
  let text = file.getFullText();
  for (const statement of [...body.getStatements()].reverse())
    text = `${text.slice(0, statement.getStart())}/* what comes next */\n\n    ${text.slice(statement.getStart())}`;
  return { after: text };
};

/** `return await f()` outside a `try`, and the other way round. */
const returnAwait: Refactoring = ({ file, fn }) => {
  if (!Node.isAsyncable(fn) || !fn.isAsync()) return undefined;
  const found = fn
    .getDescendantsOfKind(SyntaxKind.ReturnStatement)
    .find(
      each =>
        isOwn(each, fn) &&
        !each.getFirstAncestorByKind(SyntaxKind.TryStatement) &&
        (Node.isAwaitExpression(each.getExpression()) || Node.isCallExpression(each.getExpression())),
    );
  const value = found?.getExpression();
  if (!value) return undefined;
  const text = Node.isAwaitExpression(value) ? value.getExpression().getText() : `await ${value.getText()}`;
  return { after: replaced(file, value.getStart(), value.getEnd(), text) };
};

/** `const x = f(); use(x)` for `use(f())`: an argument gets a name. */
const nameArgument: Refactoring = ({ file, fn }) => {
  const body = bodyOf(fn);
  if (!Node.isBlock(body)) return undefined;
  for (const statement of body.getStatements()) {
    if (!Node.isExpressionStatement(statement)) continue;
    const call = Node.isAwaitExpression(statement.getExpression())
      ? statement.getExpressionIfKind(SyntaxKind.AwaitExpression)?.getExpression()
      : statement.getExpression();
    if (!Node.isCallExpression(call)) continue;
    const arg = call.getArguments()[0];
    if (!arg || isFunction(arg) || Node.isSpreadElement(arg)) continue;
    const text = statement.getText();
    const at = arg.getStart() - statement.getStart();
    const named = `${text.slice(0, at)}firstArgument${text.slice(at + arg.getText().length)}`;
    return {
      after: replaced(
        file,
        statement.getStart(),
        statement.getEnd(),
        `const firstArgument = ${arg.getText()};\n${named}`,
      ),
    };
  }
  return undefined;
};

export const refactorings: Readonly<Record<string, Refactoring>> = {
  'a local renamed': renameLocal,
  'a condition named': nameCondition,
  'branches turned round': turnRound,
  'a guard extracted': extractGuard,
  'a call extracted': extractCall,
  'a function as an arrow': toArrow,
  'moved to a new file': moveAway,
  'another order': reorder,
  'comments and line breaks': format,
  'return await': returnAwait,
  'an argument named': nameArgument,
};
