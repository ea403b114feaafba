import type { FunctionSelector } from '../../policy/failures/failure-policy.js';
import type { FileView } from '../view.js';

/** The names by which a policy may mean a function: its own, those it is exported as, and those of the functions around it. */
export function namesOf(file: FileView, fn: number): readonly string[] {
  const names: string[] = [];
  for (let at = fn; at > 0; at = file.ir.functions[at]?.parent ?? -1) {
    const own = file.ir.functions[at]?.name ?? '';
    if (own !== '') names.push(own);
    names.push(...file.exportedAs(at));
  }
  return names;
}

/** Whether a selector of the policy means a function, or code of the module itself (`fn` 0). */
export function isSelected(selector: FunctionSelector, file: FileView, fn: number): boolean {
  return selector.has(file.path, namesOf(file, fn));
}
