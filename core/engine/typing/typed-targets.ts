import type { Unit } from '../../failures/link/linker.js';
import { type FileTypes, placeKey, type TypedCallee, type TypedTarget } from '../../failures/link/typed.js';
import type { FilePath } from '../../files/paths.js';
import { digest } from '../../syntax/strings.js';
import type { Span } from '../../text/span.js';
import type { CalleeAnswer, DeclarationRef, WorkspaceDeclaration } from '../../types/oracle.js';

type UnitOf = (path: FilePath) => Unit | undefined;

/** The answers about a file in the form that survives edits elsewhere: by names. `before`: what was said earlier of the same text. */
export function fileTypesOf(
  places: readonly Span[],
  answers: readonly CalleeAnswer[],
  unitOf: UnitOf,
  before: FileTypes | undefined,
): FileTypes {
  const callees = new Map(before?.callees);
  for (const [i, place] of places.entries()) callees.set(placeKey(place), typedCalleeOf(answers[i], unitOf));
  const inOrder = [...callees].sort(([a], [b]) => startOf(a) - startOf(b) || (a < b ? -1 : 1));
  const made = { callees: new Map(inOrder), digest: digest(JSON.stringify(inOrder.map(([, answer]) => answer ?? 0))) };
  const isSame = before?.digest === made.digest && before.callees.size === made.callees.size;
  return isSame ? before : made;
}

function startOf(key: string): number {
  return Number.parseInt(key, 10);
}

function typedCalleeOf(answer: CalleeAnswer | undefined, unitOf: UnitOf): TypedCallee | undefined {
  if (!answer || answer.kind === 'unknown') return undefined;
  if (answer.kind === 'any') return { kind: 'any' };
  const targets = new Map<string, TypedTarget>();
  for (const ref of answer.declarations) {
    const target = targetOf(ref, unitOf);
    // One possibility that is not known makes the others worthless.
    if (!target) return undefined;
    targets.set(JSON.stringify(target), target);
  }
  return targets.size === 0 ? undefined : { kind: 'targets', targets: [...targets.values()] };
}

function targetOf(ref: DeclarationRef, unitOf: UnitOf): TypedTarget | undefined {
  if ('package' in ref) {
    if (ref.kind === 'parameter') return { kind: 'callback' };
    return { kind: 'package', package: ref.package, name: ref.name, ...(ref.promise && { promise: true }) };
  }
  if (ref.kind === 'parameter') return { kind: 'callback' };
  const unit = unitOf(ref.path);
  if (!unit) return undefined;
  if (ref.kind === 'class') {
    return unit.ir.classes.some(each => each.name === ref.name)
      ? { kind: 'class', path: ref.path, name: ref.name }
      : undefined;
  }
  return functionTarget(ref, unit) ?? memberTarget(ref);
}

function functionTarget({ path, start }: WorkspaceDeclaration, { ir }: Unit): TypedTarget | undefined {
  const fn =
    ir.functions.find(each => each.nameStart === start && each.nameEnd > each.nameStart) ??
    ir.functions.find(each => each.start === start && each.form !== 'module');
  return fn?.hasBody ? { kind: 'function', path, name: fn.name } : undefined;
}

const memberKinds: ReadonlySet<WorkspaceDeclaration['kind']> = new Set([
  'abstract-method',
  'interface-method',
  'method',
  'property',
]);

function memberTarget({ path, name, kind }: WorkspaceDeclaration): TypedTarget | undefined {
  const dot = name.lastIndexOf('.');
  if (!memberKinds.has(kind) || dot < 0) return undefined;
  return { kind: 'member', path, owner: name.slice(0, dot), name: name.slice(dot + 1) };
}
