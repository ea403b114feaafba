import { type FilePath, type Finding, type Snapshot, weightOf } from '../../core/index.js';

const order = ['error', 'warning', 'information', 'hint'];

/**
 * The findings to tell of: the worst first, of equals those in the changed files, then elsewhere in the code, then in the
 * policy. Hints are for people who look at the code.
 */
export function worthTelling(findings: readonly Finding[], changed: readonly FilePath[], policy: FilePath) {
  const distance = ({ path }: Finding): number => (changed.includes(path) ? 0 : path === policy ? 2 : 1);
  return findings
    .filter(finding => finding.severity !== 'hint')
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || distance(a) - distance(b));
}

/** Without what is left over when code gets better, as an entry of the baseline that nothing needs: that is for after the write. */
export function brokenByWriting(introduced: readonly Finding[]): readonly Finding[] {
  return introduced.filter(finding => weightOf(finding) !== 'upkeep');
}

/** New code has no excuse: a warning counts. */
export function statusOf(findings: readonly Finding[]): 'ok' | 'violations' {
  return findings.some(({ severity }) => severity === 'error' || severity === 'warning') ? 'violations' : 'ok';
}

/** Why an answer about these files says less than it seems to; `undefined`: it does not. */
export function unassignedNote({ policy }: Snapshot, paths: readonly FilePath[]): string | undefined {
  if (!policy.declared || policy.modules.length === 0) return undefined;
  const outside = paths.filter(path => policy.moduleOf(path) === undefined);
  if (outside.length === 0) return undefined;
  return `${outside.slice(0, 3).join(', ')} ${outside.length === 1 ? 'belongs' : 'belong'} to no module: no dependency rule holds ${outside.length === 1 ? 'it' : 'them'}.`;
}
