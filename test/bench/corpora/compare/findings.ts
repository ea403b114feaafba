import { checkFiles } from '../../../harness/check-files.js';

/** One-based lines of the findings of some rules, by file. */
export async function linesOfFindings(
  files: Readonly<Record<string, string>>,
  rules: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { findings } = await checkFiles(files);
  const found = new Map<string, number[]>();
  for (const { rule, path, range } of findings)
    if (rules.includes(rule)) found.set(path, [...(found.get(path) ?? []), range.start.line]);
  return found;
}
