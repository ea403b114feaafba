import type { Callee, FailureView } from '../view.js';

/** Functions of the workspace that are written out, not only declared. */
export function hasBodies(failures: FailureView, callee: Callee): boolean {
  return (
    callee.kind === 'project' &&
    callee.targets.length > 0 &&
    callee.targets.every(({ path, index }) => failures.file(path)?.ir.functions[index]?.hasBody === true)
  );
}
