import type { Expr } from '../../../syntax/ir/nodes.js';
import type { FailureMode } from '../../contract.js';
import { declaredClass } from '../../symbols.js';
import { pathOf } from '../../walk.js';
import { nameIn } from '../errors.js';
import type { Evaluation } from '../evaluation.js';
import { isHole } from '../modes.js';

/** Types of thrown values that are no objects. */
const primitives: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'null', 'undefined']);

export function isPrimitive(type: string): boolean {
  return primitives.has(type);
}

/** Whether a mode's error is an instance of a class: by name, through the bases that the workspace declares. */
export function isInstance(
  each: FailureMode,
  target: string,
  symbol: string | undefined,
  run: Pick<Evaluation, 'linker'>,
): boolean | undefined {
  if (isHole(each) || each.type === '') return undefined;
  if (symbol !== undefined && each.typeSymbol === symbol) return true;
  const told = each.bases && isAmong(each.bases, target, symbol);
  if (told) return true;
  if (each.typeSymbol === undefined) {
    if (each.type === target) return true;
    if (target === 'Error') return !primitives.has(each.type);
    // What is declared may be a subclass of it.
    if (each.confidence === 'assumed') return primitives.has(each.type) ? false : undefined;
    if (symbol !== undefined || told === false) return false;
    return each.confidence === 'modelled' || each.confidence === 'proved'
      ? each.type === 'Error'
        ? false
        : undefined
      : undefined;
  }
  const own = declaredClass(each.typeSymbol, path => run.linker.unit(path)?.ir);
  if (!own) return undefined;
  const lineage = run.linker.lineage(own.path, own.index);
  for (const ancestor of lineage) {
    const cls = ancestor.unit.ir.classes[ancestor.index]!;
    if (
      symbol === `${ancestor.unit.path}#${cls.name}` ||
      (symbol === undefined && cls.name.split('.').at(-1) === target)
    )
      return true;
  }
  const last = lineage.at(-1);
  const base = last?.unit.ir.classes[last.index]?.extends;
  if (!base) return target === 'Error' ? undefined : false;
  if (told !== undefined) return false;
  const baseName = pathOf(base)?.split('.').at(-1) ?? '';
  if (baseName === target || (target === 'Error' && baseName.endsWith('Error'))) return true;
  return baseName === 'Error' || /^(Type|Range|Syntax|Reference|Aggregate|URI|Eval)Error$/.test(baseName)
    ? false
    : undefined;
}

/** Whether a class is among bases: by its declaration, or by the name that a package gives it; `undefined` where some may be missing. */
function isAmong(bases: readonly string[], target: string, symbol: string | undefined): boolean | undefined {
  const found = symbol === undefined ? bases.some(each => nameIn(each) === target) : bases.includes(symbol);
  return found || (bases.includes('lib#Error') ? false : undefined);
}

export function classSymbol(
  expr: Expr,
  { unit, index, linker }: Pick<Evaluation, 'unit' | 'index' | 'linker'>,
): string | undefined {
  if (expr.kind !== 'name') return undefined;
  const binding = unit.scopes.lookup(index, expr.name);
  if (binding?.kind === 'class') return `${unit.path}#${unit.ir.classes[binding.index]?.name}`;
  if (binding?.kind !== 'import') return undefined;
  const type = linker.importedType(unit, binding.import, binding.name);
  return type?.kind === 'constructor'
    ? `${type.path}#${linker.unit(type.path)?.ir.classes[type.index]?.name}`
    : undefined;
}
