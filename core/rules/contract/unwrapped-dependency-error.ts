import type { FailureMode } from '../../failures/contract.js';
import { type Exit, exitsOf } from '../../failures/policy/boundaries.js';
import { splitSymbol } from '../../failures/symbols.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { matchesWildcard } from '../../policy/wildcard.js';
import { nameOf, originsOf } from '../failure/wording.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

export const unwrappedDependencyError = defineRule({
  id: 'contract/unwrapped-dependency-error',
  summary: 'An error of a package crosses a boundary as it is.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts', 'policy'],
  check({ file, failures, isTest, report }) {
    if (isTest) return;
    for (const exit of exitsOf(file, file.policy)) {
      const { boundary, ref, at, fn } = exit;
      const severity = boundary.unwrapped === 'off' && boundary.vocabulary ? 'warning' : boundary.unwrapped;
      if (severity === 'off') continue;
      const foreign = (failures.contractOf(ref)?.modes ?? []).filter(
        mode => isForeign(mode, exit, file) && !isToldElsewhere(mode, exit, failures),
      );
      if (foreign.length === 0) continue;
      const packages = [...new Set(foreign.map(mode => mode.package ?? ''))].sort();
      report({
        path: file.path,
        span: { start: at.start, end: at.end },
        message: `${nameOf(file, fn)} lets errors of ${listOf(packages)} out of the boundary ${boundary.id} as they are: whoever handles them depends on ${listOf(packages)} too, and breaks when it is replaced. Wrap them in an error of this module, with the cause.`,
        symbol: file.symbolOf(fn),
        site: `${boundary.id}: ${packages.join(' ')}`,
        severity,
        related: originsOf(foreign),
        data: { boundary: boundary.id, packages, types: [...new Set(foreign.map(mode => mode.type))].sort() },
      });
    }
  },
});

/** Of another package, not in the vocabulary of the boundary, and not published by the file itself. */
function isForeign(mode: FailureMode, { boundary }: Exit, { facts }: FileView): boolean {
  const { package: home, type, class: failure, channel } = mode;
  if (home === undefined || failure === 'bug' || (channel !== 'throw' && channel !== 'reject')) return false;
  if (boundary.vocabulary?.some(pattern => isSpoken(pattern, home))) return false;
  return !facts.exports.some(
    ({ kind, import: from, imported, name }) =>
      kind === 'from' && from !== undefined && facts.imports[from]?.specifier === home && (imported ?? name) === type,
  );
}

/** A pattern of the vocabulary means a package; models of families are named by a pattern themselves: `@aws-sdk/client-*`. */
function isSpoken(pattern: string, home: string): boolean {
  return matchesWildcard(pattern, home) || matchesWildcard(home, pattern) || `node:${pattern}` === home;
}

/** It comes out of another function of the boundary, which is told itself. */
function isToldElsewhere({ origins }: FailureMode, { boundary, ref }: Exit, failures: FailureView): boolean {
  return origins.every(({ via }) =>
    via.some(symbol => {
      const [path, name] = splitSymbol(symbol);
      if (!boundary.covers(path)) return false;
      const file = failures.file(path);
      if (!file) return false;
      return exitsOf(file, file.policy).some(
        exit =>
          exit.boundary === boundary &&
          (exit.ref.path !== ref.path || exit.ref.index !== ref.index) &&
          file.symbolOf(exit.ref.index) === name &&
          exit.ref.path === path,
      );
    }),
  );
}
