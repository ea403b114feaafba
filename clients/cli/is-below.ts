import { isAbsolute, relative, sep } from 'node:path';

/** True when `path` is `folder` or below it. */
export function isBelow(folder: string, path: string): boolean {
  const step = relative(folder, path);
  return step === '' || (step !== '..' && !step.startsWith(`..${sep}`) && !isAbsolute(step));
}
