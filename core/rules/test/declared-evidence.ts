import type { FailureMode } from '../../failures/contract.js';
import { exitsOf } from '../../failures/policy/boundaries.js';
import { failureAssertionsOf, testsThatCall } from '../../failures/shapes/failure-assertions.js';
import { nameOf } from '../failure/wording.js';
import type { FailureContext } from '../rule.js';
import { listOf } from '../wording.js';

/** At a boundary that wants failures declared, each declared one has a test that asserts it: told at the export. */
export function checkEvidence({ file, failures, report }: FailureContext): void {
  const told = new Set<number>();
  for (const { boundary, ref, at, fn } of exitsOf(file, file.policy)) {
    if (!boundary.requireDeclared || ref.path !== file.path || told.has(ref.index)) continue;
    if (file.policy.integrationTests.some(({ covers }) => covers.matches(file.path))) continue;
    told.add(ref.index);
    const declared = (failures.contractOf(ref)?.declared ?? []).filter(
      // What is declared too broadly is told by `contract/undeclared-failure`.
      mode =>
        mode.class !== 'bug' &&
        !file.policy.crashOnly.has(mode.class) &&
        !(mode.class === 'unknown' && (mode.type === '' || mode.type === 'Error')),
    );
    if (declared.length === 0) continue;
    const { direct, through } = testsThatCall(failures, ref);
    const asserted = [...direct, ...through].flatMap(failureAssertionsOf);
    if (asserted.some(({ type, text }) => (type === undefined || type === 'Error') && text === undefined)) continue;
    const missing = declared.filter(mode => !asserted.some(({ type, text }) => isAbout(type, text, mode)));
    if (missing.length === 0) continue;
    const words = listOf([...new Set(missing.map(mode => (mode.type === '' ? mode.class : mode.type)))].sort());
    report({
      path: file.path,
      span: { start: at.start, end: at.end },
      message: `${nameOf(file, fn)} declares that it fails with ${words}, and ${direct.length + through.length === 0 ? 'no test calls it' : 'no test asserts that'}, as the boundary ${boundary.id} wants: a change that loses the failure passes. Assert it with what leads to it.`,
      symbol: file.symbolOf(fn),
      site: `declared ${words}`,
      related: missing.flatMap(({ origins }) =>
        origins.slice(0, 1).map(({ path, start, end }) => ({ path, span: { start, end }, message: 'Declared here.' })),
      ),
      data: { boundary: boundary.id, missing: missing.map(mode => mode.class) },
    });
  }
}

/** An assertion that names the type, or a text, which the declaration does not tell. */
function isAbout(type: string | undefined, text: string | undefined, mode: FailureMode): boolean {
  if (type === undefined || type === 'Error') return text !== undefined;
  return type === mode.type || mode.type === '';
}
