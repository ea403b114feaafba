import { isSelected } from '../../failures/policy/function-names.js';
import { printExpr } from '../../failures/print.js';
import { ownName } from '../../failures/shapes/names.js';
import { bare, eachExprDeep, functionsOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachStmt, mentions, someIn } from '../../failures/walk.js';
import type { AssignExpr, Expr, FunctionIr, ParamIr, TypeIr } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';

export const sharedRequestState = defineRule({
  id: 'race/shared-request-state',
  summary: 'Data of one request is kept in a variable that all requests share.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest || (file.environment !== 'server' && file.environment !== 'unknown')) return;
    for (const { fn, index } of functionsOf(file)) {
      // What sets a plugin up gets a context too, once.
      if (index === 0 || /^(setup|install|register|activate|init\w*|configure)$/.test(ownName(fn))) continue;
      if (isSelected(file.policy.singleFlow, file, index)) continue;
      for (const write of writesOf(file, index, fn)) {
        const read = readLater(file, index, fn, write);
        if (read === undefined) continue;
        report(
          draftAt(
            file,
            index,
            write,
            `${printExpr(write.target)} belongs to the module, and all requests share it: while this one waits, another writes its own, and this one goes on with it. Make it a local variable, or use AsyncLocalStorage.`,
            {
              related: [relatedAt(file, read, 'It is read here, when it may belong to another request.')],
            },
          ),
        );
      }
    }
  },
});

/** Assignments of request data to a variable of the module, at most one for each variable. */
function writesOf(file: FileView, fn: number, ir: FunctionIr): readonly AssignExpr[] {
  const requests = requestNames(ir);
  if (requests.length === 0) return [];
  const found = new Map<string, AssignExpr>();
  eachExpr(ir.body, expr => {
    if (expr.kind !== 'assign' || expr.op !== '=' || expr.target.kind !== 'name') return;
    const { name } = expr.target;
    const bound = file.binding(fn, name);
    if (bound?.kind !== 'local' || bound.fn !== 0 || bound.keyword === 'const' || found.has(name)) return;
    if (!requests.some(each => mentions(expr.value, each)) || isInitialisation(ir, name, expr)) return;
    found.set(name, expr);
  });
  return [...found.values()];
}

/** Parameters that stand for one request, by type or name, and what is taken out of them in the pattern. */
function requestNames({ params }: FunctionIr): readonly string[] {
  return params.flatMap(param => {
    if (!isRequest(param)) return [];
    if (param.target.kind === 'name') return [param.target.name];
    return param.target.kind === 'pattern'
      ? param.target.elements.flatMap(each => (each.target.kind === 'name' ? [each.target.name] : []))
      : [];
  });
}

function isRequest({ target, type }: ParamIr): boolean {
  if (type !== undefined && typeName(type) !== undefined)
    return /(^|[a-z.])(Req|Request|IncomingMessage|FastifyRequest|NextRequest|NextApiRequest|ApiRequest|HttpContext|RequestContext|RequestEvent|Ctx)$/.test(
      typeName(type)!,
    );
  return target.kind === 'name' && /^(req|request|ctx)$/.test(target.name);
}

function typeName(type: TypeIr): string | undefined {
  return type.kind === 'ref' ? type.name : undefined;
}

/** Written once, where it was not set: `if (!base) base = req.host`. */
function isInitialisation({ body }: FunctionIr, name: string, write: Expr): boolean {
  let found = false;
  eachStmt(body, stmt => {
    if (stmt.kind === 'if' && stmt.start <= write.start && write.end <= stmt.end && mentions(stmt.test, name))
      found = true;
  });
  return found;
}

/** Read after a wait of the same function, or by another function that handles requests. */
function readLater(file: FileView, fn: number, ir: FunctionIr, write: AssignExpr): Expr | undefined {
  const name = write.target.kind === 'name' ? write.target.name : '';
  let wait: Expr | undefined;
  let found: Expr | undefined;
  const targets = new Set<Expr>();
  eachExpr(ir.body, expr => {
    if (expr.kind === 'assign') targets.add(bare(expr.target));
    if (expr.kind === 'await' && expr.start > write.end && (wait === undefined || expr.end < wait.end)) wait = expr;
  });
  eachExprDeep(file.ir, fn, ir.body, expr => {
    if (
      found === undefined &&
      expr.kind === 'name' &&
      expr.name === name &&
      wait !== undefined &&
      expr.start > wait.start &&
      expr.start > write.end &&
      !targets.has(expr) &&
      !isFirstArgument(wait, expr)
    )
      found = expr;
  });
  if (found !== undefined) return found;
  for (const { fn: other, index } of functionsOf(file)) {
    if (index === fn || index === 0 || requestNames(other).length === 0 || file.binding(index, name)?.kind !== 'local')
      continue;
    eachExpr(other.body, expr => {
      const bound = expr.kind === 'name' && expr.name === name ? file.binding(index, name) : undefined;
      if (found === undefined && bound?.kind === 'local' && bound.fn === 0 && !isWritten(other, expr)) found = expr;
    });
  }
  return found;
}

/** Arguments of the wait itself are read before it. */
function isFirstArgument(wait: Expr, expr: Expr): boolean {
  return someIn(wait, each => each === expr);
}

function isWritten({ body }: FunctionIr, expr: Expr): boolean {
  let found = false;
  eachExpr(body, each => {
    found ||= each.kind === 'assign' && each.target === expr;
  });
  return found;
}
