import type { FileView } from '../../../../core/index.js';
import { openFiles } from '../../../harness/check-files.js';
import { callsOutsideTry } from './open-calls.js';

/**
 * One-based lines of calls that may fail where no `try` with a handler stands around them: in all functions of a file, or among the
 * statements of the module alone.
 */
export async function linesOfFailingCalls(
  files: Readonly<Record<string, string>>,
  path: string,
  where: 'anywhere' | 'module',
): Promise<readonly number[]> {
  const { snapshot } = await openFiles(files);
  const view: FileView | undefined = snapshot.failures.file(path);
  const text = snapshot.text(path) ?? '';
  const lines = new Set<number>();
  for (const [fn, { body }] of (view?.ir.functions ?? []).entries()) {
    if (where === 'module' && fn > 0) continue;
    for (const call of callsOutsideTry(body)) {
      const { throws, rejects } = view!.failuresOf(fn, call);
      if (throws.length + rejects.length > 0) lines.add(text.slice(0, call.start).split('\n').length);
    }
  }
  return [...lines].sort((a, b) => a - b);
}
