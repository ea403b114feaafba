import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import type { FailureClass } from '../classes.js';
import type { FailureMode } from '../contract.js';
import type { Linker, Unit } from '../link/linker.js';
import { typeOfExpr } from '../link/static-types.js';
import type { TypedClass } from '../link/typed.js';
import { printExpr } from '../print.js';
import { splitSymbol } from '../symbols.js';
import { builtinErrors, classByName, classOfStatus, isInvariantMessage } from './lexicon.js';
import { type ModeParts, mode } from './modes.js';
import { statusNamed } from './status-names.js';

/** Policy mapping of error types: `Name` or `Name[code=X]` to a class. */
export type ClassMap = ReadonlyMap<string, FailureClass>;

export const discriminantNames: readonly string[] = [
  'code',
  'status',
  'statusCode',
  'name',
  'kind',
  '_tag',
  'type',
  'errno',
];

/** The failure that a constructed error stands for; `undefined` when the expression makes no error that is known. */
export function madeError(
  unit: Unit,
  fn: number,
  call: CallExpr,
  linker: Linker,
  classes: ClassMap,
): FailureMode | undefined {
  const name =
    call.callee.kind === 'name' ? call.callee.name : call.callee.kind === 'member' ? call.callee.property : '';
  const type = call.isNew ? typeOfExpr(unit, fn, call, linker) : undefined;
  const isBuiltin =
    name in builtinErrors && (call.callee.kind !== 'name' || unit.scopes.lookup(fn, name) === undefined);
  if (!call.isNew && !isBuiltin) return undefined;
  const lineage = type?.kind === 'class' ? linker.lineage(type.path, type.index) : [];
  const told = toldClass(unit, call, linker);
  const own = lineage.slice(1).map(({ unit: at, index }) => lastName(at.ir.classes[index]?.name ?? ''));
  const names = [...new Set([name, ...own, ...(told?.bases ?? []).map(nameIn)])].filter(
    (each, i) => i === 0 || each !== 'Error',
  );
  const literals = discriminantsOf(call, lineage, isBuiltin);
  const message = textOf(call.args[0]);
  const parts: ModeParts = {
    class: classFor(names, literals, classes, isBuiltin, message),
    type: name || 'Error',
    typeSymbol:
      type?.kind === 'class'
        ? `${type.path}#${lineage[0]?.unit.ir.classes[lineage[0].index]?.name ?? name}`
        : undefined,
    package: type?.kind === 'external' && type.package !== 'lib' ? type.package : undefined,
    bases: told?.bases,
    discriminants: literals,
    confidence: 'proved',
    origins: [
      { path: unit.path, start: call.start, end: call.end, kind: 'throw', text: printExpr(call).slice(0, 80), via: [] },
    ],
  };
  return mode(parts);
}

/** The one class that a type checker says an error is of, with its bases. */
export function toldClass(unit: Unit, value: Expr, linker: Linker): TypedClass | undefined {
  const classes = linker.typedValue?.(unit.path, value)?.classes ?? [];
  return classes.length === 1 ? classes[0] : undefined;
}

/** The name in `package#name`. */
export function nameIn(symbol: string): string {
  return lastName(splitSymbol(symbol)[1]);
}

/** The class that the policy gives an error: of its type with a discriminant first, then of the type, the bases last. */
export function mappedClass(
  names: readonly string[],
  discriminants: FailureMode['discriminants'],
  classes: ClassMap,
): FailureClass | undefined {
  if (classes.size === 0) return undefined;
  for (const name of names) {
    for (const [key, value] of Object.entries(discriminants)) {
      const mapped = classes.get(`${name}[${key}=${value}]`);
      if (mapped) return mapped;
    }
    const mapped = classes.get(name);
    if (mapped) return mapped;
  }
  return undefined;
}

function classFor(
  names: readonly string[],
  literals: FailureMode['discriminants'],
  classes: ClassMap,
  isBuiltin: boolean,
  message: string,
): FailureClass {
  const mapped = mappedClass(names, literals, classes);
  if (mapped) return mapped;
  const status = literals.status ?? literals.statusCode;
  if (typeof status === 'number' && status >= 400) return classOfStatus(status);
  if (typeof literals.code === 'number' && literals.code >= 400 && literals.code < 600)
    return classOfStatus(literals.code);
  if (isBuiltin) {
    if (isInvariantMessage(message)) return 'bug';
    const own = builtinErrors[names[0] ?? ''];
    if (own && own !== 'unknown') return own;
    return typeof literals.code === 'string' ? classByName(literals.code) : 'unknown';
  }
  for (const name of names) {
    const found = classByName(name);
    if (found !== 'unknown') return found;
  }
  return typeof literals.code === 'string' ? classByName(literals.code) : 'unknown';
}

/** Literal members of the error: from its class, its constructor's `super`, and object arguments of the call. */
function discriminantsOf(
  call: CallExpr,
  lineage: readonly { unit: Unit; index: number }[],
  isBuiltin: boolean,
): FailureMode['discriminants'] {
  const found: Record<string, string | number | boolean | null> = {};
  for (const { unit, index } of lineage) {
    const cls = unit.ir.classes[index];
    for (const { name, value } of cls?.fields ?? []) put(name, value);
    const maker = cls?.methods.find(method => method.name === 'constructor');
    for (const stmt of (maker && unit.ir.functions[maker.index]?.body) ?? []) {
      if (stmt.kind !== 'expression') continue;
      if (
        stmt.value.kind === 'assign' &&
        stmt.value.target.kind === 'member' &&
        stmt.value.target.object.kind === 'this'
      )
        put(stmt.value.target.property, stmt.value.value);
      if (stmt.value.kind === 'call' && stmt.value.callee.kind === 'super')
        for (const arg of stmt.value.args) literalArgument(arg);
    }
    // A parameter that becomes a field takes the literal of this call.
    for (const [i, param] of ((maker && unit.ir.functions[maker.index]?.params) ?? []).entries()) {
      const arg = call.args[i];
      if (param.target.kind === 'name' && discriminantNames.includes(param.target.name) && arg)
        put(param.target.name, arg);
    }
  }
  if (!isBuiltin) for (const arg of call.args) literalArgument(arg);
  return found;

  function literalArgument(arg: Expr): void {
    if (arg.kind === 'object') for (const { name, value } of arg.properties) put(name, value);
    else {
      const status = numberOf(arg);
      if (status !== undefined && status >= 400 && status < 600) found.status ??= status;
    }
  }
  function put(name: string, value: Expr | undefined): void {
    if (!discriminantNames.includes(name) || found[name] !== undefined || value === undefined) return;
    const known = value.kind === 'literal' ? value.value : statusNamed(value);
    if (known !== undefined) found[name] = known;
  }
}

function numberOf(arg: Expr): number | undefined {
  return arg.kind === 'literal' && typeof arg.value === 'number' ? arg.value : statusNamed(arg);
}

function textOf(arg: Expr | undefined): string {
  return arg?.kind === 'literal' && typeof arg.value === 'string'
    ? arg.value
    : arg?.kind === 'template'
      ? arg.text
      : '';
}

function lastName(name: string): string {
  return name.split('.').at(-1) ?? name;
}
