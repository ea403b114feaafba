import type { Conflation, FailureContract } from '../../failures/contract.js';
import { callerEvidence } from '../../failures/shapes/caller-evidence.js';
import type { FileView } from '../../failures/view.js';
import type { TypeIr } from '../../syntax/ir/nodes.js';
import type { Severity } from '../finding.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';
import { discriminatingFix } from './discriminating-fix.js';
import { callsIn, discriminates, handlersAround, isProbe, isShownToUser } from './handlers.js';
import { throwsIn } from './harmless.js';
import { classWords, nameOf, originsOf } from './wording.js';

/** Classes that a sentinel must not hide. Local files that may not be read are left out: on real code they are rarely told apart on purpose. */
const grave = new Set(['upstream', 'timeout']);

export const conflatedFailure = defineRule({
  id: 'failure/conflated-failure',
  summary: 'Failures of different kinds leave a function as the same value.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report, path }) {
    if (isTest) return;
    for (const fn of file.ir.functions.keys()) {
      const contract = file.contract(fn);
      for (const conflation of contract.conflations) {
        if (!isMeant(file, fn, contract, conflation)) continue;
        const evidence = callerEvidence(failures, { path, index: fn });
        const value = conflation.value === 'none' ? 'undefined' : conflation.value;
        const fix = discriminatingFix(file, fn, conflation);
        report({
          path,
          span: { start: conflation.start, end: conflation.end },
          message: `${nameOf(file, fn)} answers ${value} for ${alike(conflation)}: a caller cannot tell them apart and will take an outage for an answer. Keep ${value} for what is really absent and throw the rest.`,
          symbol: file.symbolOf(fn),
          site: `return ${value}`,
          severity: severityFor(file, fn, conflation, evidence.length > 0),
          handler: handlersAt(file, fn, conflation)[0],
          related: [
            ...originsOf(conflation.modes.filter(mode => mode.class !== 'unknown')),
            ...evidence.map(({ path: at, span, message }) => ({ path: at, span, message })),
          ],
          data: {
            value,
            classes: [...new Set(conflation.modes.map(mode => mode.class))].sort(),
            callers: evidence.map(each => each.asserts).sort(),
          },
          ...(fix ? { fixes: [fix] } : {}),
        });
      }
    }
  },
});

function isMeant(file: FileView, fn: number, contract: FailureContract, conflation: Conflation): boolean {
  const { value, modes } = conflation;
  if (value !== 'null' && value !== 'undefined' && value !== 'false') return false;
  if (!modes.some(mode => grave.has(mode.class))) return false;
  const known = new Set(modes.map(mode => mode.class).filter(each => each !== 'unknown' && each !== 'bug'));
  const isMixed = known.size > 1 && (known.has('absent') || known.has('denied') || known.has('invalid'));
  const isDeclaredAbsent = value !== 'false' && meansAbsent(file, fn);
  if (!isMixed && !conflation.withNormal && !isDeclaredAbsent) return false;
  // Nothing is returned anywhere: whoever calls cannot take it for an answer.
  if (value === 'undefined' && contract.returns.every(each => each.value === 'undefined' || each.value === 'none'))
    return false;
  if (
    value === 'false' &&
    contract.returns.every(each => each.value === 'true' || each.value === 'false' || each.value === 'other')
  )
    return false;
  if (isProbe(file, fn)) return false;
  if (declares(file, fn)) return false;
  // Asked which it is, and the rest thrown on: what is answered here is the one that was asked for.
  if (handlersAround(file, fn, conflation.start).some(each => discriminates(each) && throwsIn(each.handler.body)))
    return false;
  return handlersAt(file, fn, conflation).every(clause => !callsIn(clause.body).some(isShownToUser));
}

function handlersAt(file: FileView, fn: number, { start }: Conflation) {
  return handlersAround(file, fn, start).map(each => each.handler);
}

function severityFor(file: FileView, fn: number, conflation: Conflation, hasEvidence: boolean): Severity {
  if (hasEvidence) return 'error';
  const isOpen = conflation.modes.some(mode => mode.key === 'hole');
  const isWarned = file.isExported(fn) && !isOpen;
  return isWarned ? 'warning' : 'information';
}

/** `find…(): T | null`: the name and the type say that the value means absent. */
function meansAbsent(file: FileView, fn: number): boolean {
  const ir = file.ir.functions[fn];
  const name = ir?.name.split('.').at(-1) ?? '';
  return /^(find|get|lookup|load|read|fetch)[A-Z_]/.test(name) && ir?.returns !== undefined && hasNothing(ir.returns);
}

function hasNothing(type: TypeIr): boolean {
  if (type.kind === 'ref' && type.name === 'Promise') return type.args.some(hasNothing);
  if (type.kind === 'union') return type.members.some(hasNothing);
  return (type.kind === 'literal' && type.value === null) || (type.kind === 'ref' && type.name === 'undefined');
}

/** `@returns the user, or null [absent, upstream] because …`. */
function declares(file: FileView, fn: number): boolean {
  return (
    file.ir.functions[fn]?.doc?.tags.some(
      tag => /^returns?$/.test(tag.name) && /\[[a-z]+,\s*[a-z, ]+\]/.test(tag.text),
    ) ?? false
  );
}

function alike({ modes, withNormal }: Conflation): string {
  const classes = classWords(modes);
  if (withNormal) return listOf([`${classes} failures`, 'where nothing failed']);
  return `${classes} alike`;
}
