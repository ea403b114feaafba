import type { FileFacts } from '../../syntax/facts.js';
import type { Expr, FileIr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import type { Binding } from '../view.js';
import { contentsOf, eachPart } from '../walk.js';

/** What names mean in the functions of a file. Blocks of one function share a scope: the first declaration of a name wins. */
export interface Scopes {
  lookup(fn: number, name: string): Binding | undefined;
  /** The names that a function declares itself. */
  own(fn: number): ReadonlyMap<string, Binding>;
}

/** Scopes over a file; each function's are made when first asked for. */
export function scopesOf(ir: FileIr, facts: FileFacts): Scopes {
  const known: (Map<string, Binding> | undefined)[] = [];
  const imports = importBindings(facts);
  const own = (fn: number): Map<string, Binding> => {
    const function_ = ir.functions[fn];
    known[fn] ??= function_ ? withRequired(declaredIn(function_, fn, ir), imports) : new Map();
    return known[fn];
  };
  return {
    own,
    lookup: (fn, name) => {
      for (let at = fn; at >= 0; at = ir.functions[at]?.parent ?? -1) {
        const found = own(at).get(name);
        if (found) return found;
      }
      return imports.get(name);
    },
  };
}

function importBindings(facts: FileFacts): Map<string, Binding> {
  const found = new Map<string, Binding>();
  for (const [index, site] of facts.imports.entries()) {
    if (site.form === 'export-from' || site.form === 'export-star' || site.form === 'export-namespace') continue;
    for (const { local, imported } of site.names)
      if (local !== '') found.set(local, { kind: 'import', import: index, name: imported });
  }
  return found;
}

/** `const axios = require('axios')` and `const { get } = require('got')` bind what an import would. */
function withRequired(names: Map<string, Binding>, imports: ReadonlyMap<string, Binding>): Map<string, Binding> {
  for (const [name, binding] of names) {
    const imported = imports.get(name);
    if (imported && binding.kind === 'local' && !binding.isReassigned && binding.value && isRequired(binding.value))
      names.set(name, imported);
  }
  return names;
}

function isRequired(value: Expr): boolean {
  if (value.kind === 'member') return isRequired(value.object);
  return value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'require';
}

function declaredIn(fn: FunctionIr, index: number, ir: FileIr): Map<string, Binding> {
  const names = new Map<string, Binding>();
  const put = (name: string, binding: Binding): void => {
    if (!names.has(name)) names.set(name, binding);
  };
  for (const [i, param] of fn.params.entries())
    eachTarget(param.target, [], (name, path) =>
      put(name, { kind: 'param', fn: index, index: i, type: path.length === 0 ? param.type : undefined, path }),
    );
  const reassigned = new Set<string>();
  const visit = (stmts: readonly Stmt[]): void => {
    for (const stmt of stmts) {
      if (stmt.kind === 'let') {
        const { keyword, type, value, target } = stmt;
        eachTarget(target, [], (name, path) =>
          put(name, {
            kind: 'local',
            fn: index,
            keyword,
            type: path.length === 0 ? type : undefined,
            value: value && memberOf(value, path),
            isReassigned: false,
          }),
        );
      } else if (stmt.kind === 'declare-function') put(stmt.name, { kind: 'function', fn: index, index: stmt.index });
      else if (stmt.kind === 'declare-class') put(stmt.name, { kind: 'class', fn: index, index: stmt.index });
      else if (stmt.kind === 'loop' && stmt.each && stmt.over) {
        const { over } = stmt;
        eachTarget(stmt.each, [], (name, path) => put(name, { kind: 'each', fn: index, over, path }));
      } else if (stmt.kind === 'try' && stmt.handler?.param) {
        const { start } = stmt.handler;
        eachTarget(stmt.handler.param, [], name => put(name, { kind: 'caught', fn: index, start }));
      }
      const { exprs, blocks } = contentsOf(stmt);
      for (const expr of exprs)
        eachPart(expr, each => {
          if (each.kind === 'assign') eachTarget(each.target, [], name => reassigned.add(name));
          else if (each.kind === 'unary' && each.op.includes('++') && each.value.kind === 'name')
            reassigned.add(each.value.name);
        });
      for (const block of blocks) visit(block);
    }
  };
  visit(fn.body);
  for (const name of reassigned) {
    const binding = names.get(name);
    if (binding?.kind === 'local') names.set(name, { ...binding, isReassigned: true });
  }
  // A named function expression knows itself.
  const self = fn.name.split('.').at(-1);
  if (self && fn.form === 'function' && ir.functions[index] === fn) put(self, { kind: 'function', fn: index, index });
  return names;
}

function eachTarget(
  target: Expr,
  path: readonly string[],
  report: (name: string, path: readonly string[]) => void,
): void {
  if (target.kind === 'name') report(target.name, path);
  else if (target.kind === 'pattern')
    for (const element of target.elements) eachTarget(element.target, [...path, element.property], report);
}

/** `const { a: { b } } = x` binds `b` to `x.a.b`; positions of arrays give nothing to follow. */
function memberOf(value: Expr, path: readonly string[]): Expr | undefined {
  let at: Expr = value;
  for (const property of path) {
    if (property === '' || property === '...') return undefined;
    at = { kind: 'member', start: value.start, end: value.end, object: at, property, optional: false };
  }
  return at;
}
