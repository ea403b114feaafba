import { type AwaitExpression, Node, SyntaxKind } from 'ts-morph';
import { bodyOf, type Edit, isOwn, replaced, type Site } from './corpus.js';

/** A way to change what a function does and leave its signature; `undefined` where the function offers no place for it. */
export type Seed = (site: Site) => Edit | undefined;

const isAsyncFn = (fn: Node): boolean =>
  Node.isAsyncable(fn) && fn.isAsync() && !(Node.isGeneratorable(fn) && fn.isGenerator());

function throwsUnderIf({ fn }: Site) {
  return fn.getDescendantsOfKind(SyntaxKind.ThrowStatement).filter(each => {
    if (!isOwn(each, fn) || each.getFirstAncestorByKind(SyntaxKind.TryStatement)) return false;
    if (!each.getExpression()?.isKind(SyntaxKind.NewExpression)) return false;
    const parent = each.getParent();
    const test = Node.isBlock(parent) ? parent.getParent() : parent;
    return Node.isIfStatement(test);
  });
}

const throwToNull: Seed = site => {
  const [found] = throwsUnderIf(site);
  return found && { after: replaced(site.file, found.getStart(), found.getEnd(), 'return null as never;') };
};

/** Statements of a function's own block that wait for a call and drop its value. */
function awaitedStatements(fn: Node): Node[] {
  const body = bodyOf(fn);
  if (!Node.isBlock(body)) return [];
  return body.getStatements().filter(statement => {
    if (!Node.isExpressionStatement(statement)) return false;
    const value = statement.getExpression();
    return Node.isAwaitExpression(value) && Node.isCallExpression(value.getExpression());
  });
}

const dropAwait: Seed = ({ file, fn }) => {
  const [found] = awaitedStatements(fn);
  if (!found) return undefined;
  const text = found.getText().replace(/^await\s+/, '');
  return { after: replaced(file, found.getStart(), found.getEnd(), text) };
};

/** Such statements whose failure leaves them: one that the statement itself takes is not there to be lost. */
function failingStatements(fn: Node): Node[] {
  return awaitedStatements(fn).filter(each => !/\)\s*\??\.catch\(|^await [\w.#?]+\.catch\(/.test(each.getText()));
}

const swallow: Seed = ({ file, fn }) => {
  const [found] = failingStatements(fn).filter(each => !each.getFirstAncestorByKind(SyntaxKind.TryStatement));
  return found && { after: replaced(file, found.getStart(), found.getEnd(), `try { ${found.getText()} } catch {}`) };
};

const loseGuard: Seed = ({ file, fn }) => {
  const body = bodyOf(fn);
  if (!Node.isBlock(body)) return undefined;
  const found = body.getStatements().find(statement => {
    if (!Node.isIfStatement(statement) || statement.getElseStatement()) return false;
    const then = statement.getThenStatement();
    const [only, ...rest] = Node.isBlock(then) ? then.getStatements() : [then];
    return rest.length === 0 && Node.isThrowStatement(only);
  });
  return found && { after: replaced(file, found.getStart(), found.getEnd(), '') };
};

const moveIntoLoop: Seed = ({ file, fn }) => {
  const [found] = awaitedStatements(fn);
  return (
    found && {
      after: replaced(file, found.getStart(), found.getEnd(), `for (const round of [1, 2, 3]) { ${found.getText()} }`),
    }
  );
};

/** The base waits for the call with a time limit, the head without. */
const dropTimeout: Seed = ({ file, fn }) => {
  const [found] = isAsyncFn(fn)
    ? fn.getDescendantsOfKind(SyntaxKind.AwaitExpression).filter(each => isOwn(each, fn) && hasRoom(each))
    : [];
  if (!found) return undefined;
  const call = found.getExpressionIfKindOrThrow(SyntaxKind.CallExpression);
  const end = call.getEnd() - 1;
  const before = replaced(file, end, end, `${call.getArguments().length > 0 ? ', ' : ''}{ timeout: 5000 }`);
  return { before, after: file.getFullText() };
};

function hasRoom(each: AwaitExpression): boolean {
  const call = each.getExpression();
  return Node.isCallExpression(call) && !/,\s*\)$/.test(call.getText()) && !call.getText().includes('timeout');
}

/** The base throws with a cause, the head without; the handler is one of the code, or stands around a statement of it. */
const dropCause: Seed = ({ file, fn }) => {
  const handler = fn
    .getDescendantsOfKind(SyntaxKind.CatchClause)
    .find(each => isOwn(each, fn) && each.getVariableDeclaration());
  const rethrow = handler?.getDescendantsOfKind(SyntaxKind.ThrowStatement).find(each => isOwn(each, fn));
  const name = handler?.getVariableDeclaration()?.getName();
  if (handler && rethrow && name) {
    const make = (options: string) =>
      replaced(file, rethrow.getStart(), rethrow.getEnd(), `throw new Error('failed'${options});`);
    return { before: make(`, { cause: ${name} }`), after: make('') };
  }
  const [found] = failingStatements(fn);
  if (!found) return undefined;
  const make = (options: string) =>
    replaced(
      file,
      found.getStart(),
      found.getEnd(),
      `try { ${found.getText()} } catch (error) { throw new Error('failed'${options}); }`,
    );
  return { before: make(', { cause: error }'), after: make('') };
};

/** The base throws on what it did not expect, the head catches everything. */
const widenCatch: Seed = ({ file, fn }) => {
  const selective = fn.getDescendantsOfKind(SyntaxKind.CatchClause).find(each => {
    const last = each.getBlock().getStatements().at(-1);
    return isOwn(each, fn) && Node.isThrowStatement(last) && each.getBlock().getStatements().length > 1;
  });
  const last = selective?.getBlock().getStatements().at(-1);
  const first = selective?.getBlock().getStatements()[0];
  if (last && Node.isIfStatement(first) && /return|break|continue/.test(first.getThenStatement().getText()))
    return { after: replaced(file, last.getStart(), last.getEnd(), '') };
  const [found] = failingStatements(fn);
  if (!found) return undefined;
  const make = (rest: string) =>
    replaced(
      file,
      found.getStart(),
      found.getEnd(),
      `try { ${found.getText()} } catch (error) { if ((error as { code?: string }).code === 'ENOENT') return undefined as never; ${rest} }`,
    );
  return { before: make('throw error;'), after: make('return undefined as never;') };
};

/** A request that the base sends once; put in front of a statement of the code, since few functions have one. */
const retryPost: Seed = ({ file, fn }) => {
  const at = startOfBody(fn);
  if (at === undefined) return undefined;
  const post = "await fetch('https://example.com/orders', { method: 'POST', body: '{}' });";
  return {
    before: replaced(file, at, at, ` ${post}`),
    after: replaced(
      file,
      at,
      at,
      ` for (let attempt = 0; attempt < 3; attempt++) { try { ${post} break; } catch (error) { if (attempt === 2) throw error; } }`,
    ),
  };
};

const dropStatusCheck: Seed = ({ file, fn }) => {
  const check = fn
    .getDescendantsOfKind(SyntaxKind.IfStatement)
    .find(
      each =>
        isOwn(each, fn) &&
        /\.ok\b/.test(each.getExpression().getText()) &&
        !each.getElseStatement() &&
        /throw/.test(each.getThenStatement().getText()),
    );
  if (check) return { after: replaced(file, check.getStart(), check.getEnd(), '') };
  const at = startOfBody(fn);
  if (at === undefined) return undefined;
  const make = (test: string) =>
    replaced(file, at, at, ` const answer = await fetch('https://example.com/state'); ${test} await answer.json();`);
  return { before: make("if (!answer.ok) throw new Error('state ' + answer.status);"), after: make('') };
};

function startOfBody(fn: Node): number | undefined {
  const body = isAsyncFn(fn) ? bodyOf(fn) : undefined;
  return body && body.getStart() + 1;
}

export const seeds: Readonly<Record<string, Seed>> = {
  'throw to null': throwToNull,
  'cause dropped': dropCause,
  'await dropped': dropAwait,
  'timeout dropped': dropTimeout,
  swallow: swallow,
  'catch widened': widenCatch,
  'guard lost': loseGuard,
  'call moved into a loop': moveIntoLoop,
  'retry added to a POST': retryPost,
  'status check removed': dropStatusCheck,
};
