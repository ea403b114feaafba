import type { FilePath } from '../../files/paths.js';
import type { FailurePolicy } from '../../policy/failures/failure-policy.js';
import type { CallExpr } from '../../syntax/ir/nodes.js';
import type { FailureContract, FailureMode } from '../contract.js';
import { evaluateCall } from '../evaluate/calls.js';
import { classSymbol, isInstance } from '../evaluate/conditions/error-classes.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { isOpen, known, noModes, onChannel } from '../evaluate/modes.js';
import { newEvaluation } from '../evaluate/new-evaluation.js';
import { startPath } from '../evaluate/values.js';
import type { Linker, Unit } from '../link/linker.js';
import { typeOfExpr } from '../link/static-types.js';
import { splitSymbol } from '../symbols.js';
import type {
  Callee,
  CallFailures,
  CaughtView,
  Environment,
  FailureView,
  FileView,
  FunctionRef,
  StaticType,
} from '../view.js';
import { pathOf } from '../walk.js';
import { type Locator, locatorOf } from './located.js';
import type { Member } from './member.js';
import { outsideContract, outsideView, type ViewNotes } from './outside-view.js';
import type { Program } from './program.js';

/** What views know of files besides the program. */
export interface ViewSetting {
  isTest(path: FilePath): boolean;
  environment(path: FilePath): Environment;
  takesCause(path: FilePath): boolean;
  readonly policy: FailurePolicy;
}

const emptyContract: FailureContract = {
  symbol: '',
  isAsync: false,
  modes: [],
  bugs: [],
  returns: [],
  swallows: [],
  conflations: [],
  declared: [],
  inherited: [],
  closed: false,
  open: true,
  handed: [],
  holes: [],
  digest: '',
};

/** The program as rules and surfaces see it. */
export function failureView(program: Program, setting: ViewSetting): FailureView {
  return failureViews(program, setting)();
}

/** Makes views of a program that share what they know of files; what each asks about other files than one is noted. */
export function failureViews(program: Program, setting: ViewSetting, notes?: ViewNotes): () => FailureView {
  const locator = locatorOf(program.members, notes?.place);
  const contractOf = (ref: FunctionRef): FailureContract | undefined => {
    notes?.contract(ref);
    return program.members.get(ref.path)?.results[ref.index]?.contract;
  };
  const located = (ref: FunctionRef): FailureContract | undefined => {
    const contract = contractOf(ref);
    return contract && locator.contract(contract);
  };
  const inside = new Map<FilePath, FileView>();
  const viewOf = (path: FilePath): FileView | undefined => {
    const known = inside.get(path);
    const member = known ? undefined : program.members.get(path);
    if (!member) return known;
    const view = fileView(member, program, setting, contractOf, locator, notes);
    inside.set(path, view);
    return view;
  };
  return () => {
    // What is remembered by such a view is remembered for one that asks: another has it noted that it asked.
    const outside = new Map<FilePath, FileView>();
    return {
      file: path => {
        notes?.declarations(path);
        const view = outside.get(path) ?? viewOf(path);
        if (!view || !notes || path === notes.own || outside.has(path)) return view;
        const noting = outsideView(view, notes);
        outside.set(path, noting);
        return noting;
      },
      contractOf: ref => {
        const contract = located(ref);
        return contract && notes && ref.path !== notes.own ? outsideContract(contract, ref, notes) : contract;
      },
      callers: ref => {
        notes?.called(ref);
        return program.callers.of(ref);
      },
      overridden: ref => overriddenBy(ref, program, path => notes?.declarations(path)),
    };
  };
}

function overriddenBy(
  { path, index }: FunctionRef,
  { members, linker }: Program,
  note: (path: FilePath) => void,
): readonly FunctionRef[] {
  const ir = members.get(path)?.unit.ir;
  const owner = ir?.functions[index]?.owner ?? -1;
  const name = ir?.classes[owner]?.methods.find(each => each.index === index)?.name;
  if (name === undefined || name === 'constructor') return [];
  return linker.lineage(path, owner).flatMap(({ unit, index: at }, i) => {
    note(unit.path);
    const method = i === 0 ? undefined : unit.ir.classes[at]?.methods.find(each => each.name === name);
    return method ? [{ path: unit.path, index: method.index }] : [];
  });
}

function fileView(
  member: Member,
  program: Program,
  setting: ViewSetting,
  contractOf: (ref: FunctionRef) => FailureContract | undefined,
  locator: Locator,
  notes: ViewNotes | undefined,
): FileView {
  const { unit } = member;
  const { linker } = program;
  const callees = new Map<CallExpr, Callee>();
  const failures = new Map<CallExpr, { readonly found: CallFailures; readonly contracts: readonly FunctionRef[] }>();
  const exported = exportedNames(member);
  const assigned = assignedExports(member);
  const callee = (fn: number, call: CallExpr): Callee => memo(callees, call, () => linker.callee(unit, fn, call));
  return {
    path: unit.path,
    facts: unit.facts,
    ir: unit.ir,
    wholeIr: () => unit.ir,
    isTest: setting.isTest(unit.path),
    environment: setting.environment(unit.path),
    takesCause: setting.takesCause(unit.path),
    policy: setting.policy,
    binding: (fn, name) => unit.scopes.lookup(fn, name),
    callee,
    functionValue: (fn, value) => linker.calledBy(unit, fn, value, false),
    typeOf: (fn, value): StaticType | undefined => typeOfExpr(unit, fn, value, linker),
    toldResult: (_, value) => linker.typedValue?.(unit.path, value)?.result,
    contract: fn => locator.contract(member.results[fn]?.contract ?? emptyContract),
    caughtAt: (fn, handlerStart): CaughtView | undefined => {
      const found = member.results[fn]?.caught.filter(each => each.start === handlerStart) ?? [];
      if (found.length === 0) return undefined;
      const modes = found.flatMap(each => known(each.modes));
      const unique = [...new Map(modes.map(each => [each.key, each])).values()];
      return {
        modes: locator.modes(unique),
        open: found.some(each => isOpen(each.modes)),
        leaves: new Set(found.flatMap(each => [...each.leaves])),
      };
    },
    failuresOf: (fn, call) => {
      const known = failures.get(call);
      // Whoever asks rests on them, whoever asked before.
      for (const ref of known?.contracts ?? []) notes?.contract(ref);
      if (known) return known.found;
      const contracts: FunctionRef[] = [];
      const heard = (ref: FunctionRef): FailureContract | undefined => {
        contracts.push(ref);
        return contractOf(ref);
      };
      const found = callFailures(member, fn, call, program, heard, locator);
      failures.set(call, { found, contracts });
      return found;
    },
    isExported: fn => {
      const ir = unit.ir.functions[fn];
      if (!ir) return false;
      if (assigned.has(fn)) return true;
      const owner = ir.owner >= 0 ? unit.ir.classes[ir.owner]?.name : undefined;
      if (exported.has(owner ?? ir.name)) return true;
      // A member of an object that is exported whole: `export const api = { async load() {} }`.
      return owner === undefined && ir.parent === 0 && !ir.name.includes('~') && exported.has(ir.name.split('.')[0]!);
    },
    exportedAs: fn => exportNames(member, fn),
    isInstance: (fn, mode, name) => instanceOf(fn, mode, name, unit, linker, path => notes?.declarations(path)),
    symbolOf: fn => unit.ir.functions[fn]?.name ?? '',
  };
}

/** Evaluates one call alone: arguments count, what stands around it does not. */
function callFailures(
  member: Member,
  fn: number,
  call: CallExpr,
  { linker, classes }: Program,
  contractOf: (ref: FunctionRef) => FailureContract | undefined,
  locator: Locator,
): CallFailures {
  const sink = { modes: noModes };
  const run: Evaluation = { ...newEvaluation(member.unit, fn, { linker, classes, contractOf }), sinks: [sink] };
  const { value } = evaluateCall(call, startPath, run);
  const rejects = value.kind === 'promise' || value.kind === 'promises' ? value.rejects : noModes;
  const outcomes = value.kind === 'promise' ? value.value : value;
  const returns = outcomes.kind === 'outcomes' ? outcomes.outcomes.flatMap(each => each.modes) : [];
  return {
    throws: locator.modes(known(sink.modes)),
    rejects: locator.modes(known(onChannel(rejects, 'reject'))),
    returns: locator.modes(returns),
    open: isOpen(sink.modes) || isOpen(rejects),
  };
}

/** Local names that the file exports in some way. */
function exportedNames({ unit }: Member): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, local, name } of unit.facts.exports) {
    if (kind !== 'local') continue;
    names.add(local === undefined || local === '' ? name : local);
    if (name === 'default') names.add('default');
  }
  return names;
}

/** Asks the hierarchy; every file that a base stands in decides too. */
function instanceOf(
  fn: number,
  mode: FailureMode,
  name: string,
  unit: Unit,
  linker: Linker,
  note: (path: FilePath) => void,
): boolean | undefined {
  const symbol = classSymbol({ kind: 'name', start: 0, end: 0, name }, { unit, index: fn, linker });
  const paths = [symbol, mode.typeSymbol].flatMap(each => (each === undefined ? [] : [splitSymbol(each)[0]]));
  for (const path of paths) note(path);
  if (mode.typeSymbol !== undefined) {
    const [own = ''] = paths.slice(-1);
    const cls = mode.typeSymbol.slice(own.length + 1);
    const index = linker.unit(own)?.ir.classes.findIndex(each => each.name === cls) ?? -1;
    for (const base of index < 0 ? [] : linker.lineage(own, index)) note(base.unit.path);
  }
  return isInstance(mode, name, symbol, { linker });
}

/** The names a function, or the class it is a member of, is exported under. */
function exportNames({ unit }: Member, fn: number): readonly string[] {
  const ir = unit.ir.functions[fn];
  if (!ir || fn === 0 || ir.isHidden) return [];
  const owner = ir.owner >= 0 ? unit.ir.classes[ir.owner]?.name : undefined;
  const local = owner ?? ir.name;
  if (local === '') return [];
  const member = owner === undefined ? '' : ir.name.slice(owner.length);
  return unit.facts.exports.flatMap(each => {
    if (each.kind !== 'local') return [];
    const of = each.local === undefined || each.local === '' ? each.name : each.local;
    return of === local ? [`${each.name}${member}`] : [];
  });
}

/** Functions that `exports.x = function () {}` hands out: they have no name of their own. */
function assignedExports({ unit }: Member): ReadonlySet<number> {
  const found = new Set<number>();
  for (const stmt of unit.ir.functions[0]?.body ?? []) {
    if (stmt.kind !== 'expression') continue;
    for (let at = stmt.value; at.kind === 'assign'; at = at.value)
      if (at.value.kind === 'function' && /^(module\.)?exports(\.|$)/.test(pathOf(at.target) ?? ''))
        found.add(at.value.index);
  }
  return found;
}

function memo<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
