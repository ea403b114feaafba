import type { BinaryExpr, Expr } from '../../syntax/ir/nodes.js';
import type { FailureClass } from '../classes.js';
import type { FailureMode, ReturnOutcome } from '../contract.js';
import { printExpr } from '../print.js';
import { pathOf } from '../walk.js';
import type { Evaluation } from './evaluation.js';
import { classOfStatus } from './lexicon.js';
import { filtered, isHole, isOpen, mode } from './modes.js';
import { type Path, type StatusGroup, unknownVal, type Val, withVar } from './values.js';

/** The ways on which a condition holds (`sense` true) or does not. A way that is impossible gives none. */
export function refine(test: Expr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  switch (test.kind) {
    case 'unary':
      return test.op === '!' ? refine(test.value, path, !sense, run) : noted(test, path, sense);
    case 'binary': {
      const { op, left, right } = test;
      if (op === '&&' || op === '||') {
        const both = (op === '&&') === sense;
        const first = refine(left, path, sense, run);
        if (both) return first.flatMap(each => refine(right, each, sense, run));
        return [...first, ...refine(left, path, !sense, run).flatMap(each => refine(right, each, sense, run))];
      }
      return noteAll(comparison(test, path, sense, run), test, sense);
    }
    case 'literal':
      return Boolean(test.value) === sense ? [path] : [];
    case 'call':
      // A guard may tell modes apart, which way is not known.
      return noted(test, path, sense);
    default:
      return noteAll(truthiness(test, path, sense, run), test, sense);
  }
}

function noted(test: Expr, path: Path, sense: boolean): readonly Path[] {
  const text = textOf(test);
  return [{ ...path, when: sense ? text : /^[\w.?$[\]]+$/.test(text) ? `!${text}` : `!(${text})` }];
}

const texts = new WeakMap<Expr, string>();

/** A condition is printed once, however many ways lead to it. */
function textOf(test: Expr): string {
  const text = texts.get(test) ?? printExpr(test);
  texts.set(test, text);
  return text;
}

function noteAll(paths: readonly Path[], test: Expr, sense: boolean): readonly Path[] {
  return paths.flatMap(path => noted(test, path, sense));
}

/** The root variable of `x`, `x?.a`, and the member path behind it. */
function rootOf(expr: Expr): { name: string; members: string[] } | undefined {
  const path = pathOf(expr);
  if (path === undefined) return undefined;
  const [name = '', ...members] = path.split('.');
  return { name, members };
}

/** The way on which the request was answered, and the one on which something stands in the place of the answer. */
function answeredOrNot(name: string, value: Val, path: Path): readonly Path[] | undefined {
  if (value.kind !== 'response' || value.instead === undefined) return undefined;
  const { instead, ...answer } = value;
  return [
    withVar(path, name, answer),
    withVar(path, name, { kind: 'outcomes', outcomes: instead, start: value.start }),
  ];
}

function truthiness(test: Expr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  const root = rootOf(test);
  const value = root && path.vars.get(root.name);
  if (!root || !value) return [path];
  const apart = answeredOrNot(root.name, value, path);
  if (apart) return apart.flatMap(each => truthiness(test, each, sense, run));
  if (value.kind === 'response' && responseMember(value, root.members) === 'ok')
    return statuses(root.name, value, path, group => isSuccess(group) === sense, run);
  if (value.kind === 'response' && value.member !== undefined) return [path];
  if (root.members.length === 0)
    return ofValue(root.name, value, path, each => truthOf(each) === undefined || truthOf(each) === sense, sense, run);
  if (value.kind === 'outcomes' && root.members.length === 1)
    return ofValue(root.name, value, path, each => tagTruth(each, root.members[0]!) !== !sense, sense, run);
  return [path];
}

/** Whether a value of that look is true in a condition; `undefined` for either. */
function truthOf(outcome: Pick<ReturnOutcome, 'value'>): boolean | undefined {
  switch (outcome.value) {
    case 'null':
    case 'undefined':
    case 'none':
    case 'false':
      return false;
    case 'true':
    case 'object':
      return true;
    default:
      return undefined;
  }
}

/** `x?.ok` of nothing is false. */
function tagTruth(outcome: ReturnOutcome, tag: string): boolean | undefined {
  if (truthOf(outcome) === false && outcome.value !== 'false') return false;
  const value = outcome.tags[tag];
  return value === undefined ? undefined : Boolean(value);
}

/** Narrows a variable to the outcomes that fit; what failed on the way there is shown. */
function ofValue(
  name: string,
  value: Val,
  path: Path,
  fits: (each: ReturnOutcome) => boolean,
  sense: boolean,
  run: Evaluation,
): readonly Path[] {
  if (value.kind === 'outcomes') {
    const left = value.outcomes.filter(fits);
    if (left.length === 0) return [];
    const isAllFailed = left.every(each => each.modes.length > 0);
    const shown = isAllFailed ? left.flatMap(each => each.modes) : [];
    return [{ ...withVar(path, name, { ...value, outcomes: left }), shown: [...path.shown, ...shown] }];
  }
  if (value.kind === 'lookup') {
    if (sense) return [withVar(path, name, unknownVal)];
    return [
      {
        ...withVar(path, name, { kind: 'literal', abstract: 'undefined' }),
        shown: [...path.shown, missOf(value, run)],
      },
    ];
  }
  if (value.kind === 'literal') {
    const truth = value.value === undefined ? truthOf({ value: value.abstract }) : Boolean(value.value);
    return truth === undefined || truth === sense ? [path] : [];
  }
  if (value.kind === 'object' || value.kind === 'response') return sense ? [path] : [];
  return [path];
}

function missOf(value: Extract<Val, { kind: 'lookup' }>, run: Evaluation): FailureMode {
  const origin = {
    path: run.unit.path,
    start: value.start,
    end: value.end,
    kind: 'model' as const,
    text: `${value.text} finds nothing`,
    via: [],
  };
  return mode({
    class: 'absent',
    channel: 'return',
    type: '',
    discriminants: {},
    confidence: 'proved',
    origins: [origin],
  });
}

function comparison(test: BinaryExpr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  const { op, left, right } = test;
  if (op === 'instanceof') return instanceTest(left, right, path, sense, run);
  if (!['===', '!==', '==', '!=', '<', '<=', '>', '>='].includes(op)) return [path];
  // Two constants say nothing of the ways here.
  if (isConstant(left) && isConstant(right)) return [path];
  if (isConstant(left)) return comparison({ ...test, left: right, right: left, op: mirrored(op) }, path, sense, run);
  const root = rootOf(left);
  const value = root && path.vars.get(root.name);
  if (!root || !value) return [path];
  const apart = answeredOrNot(root.name, value, path);
  if (apart) return apart.flatMap(each => comparison(test, each, sense, run));
  const isEqual = op === '===' || op === '==';
  const holds = op === '!==' || op === '!=' ? !sense : sense;
  if (
    value.kind === 'response' &&
    /^status(Code)?$/.test(responseMember(value, root.members) ?? '') &&
    right.kind === 'literal' &&
    typeof right.value === 'number'
  )
    return statusTest(root.name, value, isEqual || op.startsWith('!') ? '===' : op, right.value, path, holds, run);
  if (value.kind === 'response' && responseMember(value, root.members) === 'ok' && right.kind === 'literal')
    return statuses(root.name, value, path, group => (isSuccess(group) === right.value) === holds, run);
  if (value.kind === 'response' && value.member !== undefined) return [path];
  const isNothing =
    (right.kind === 'literal' && right.value === null) || (right.kind === 'name' && right.name === 'undefined');
  if (root.members.length === 0 && isNothing && (isEqual || op.startsWith('!'))) {
    const isLoose = op === '==' || op === '!=';
    const wanted = right.kind === 'literal' ? 'null' : 'undefined';
    const fits = (each: ReturnOutcome): boolean | undefined =>
      each.value === 'null' || each.value === 'undefined' || each.value === 'none'
        ? isLoose || each.value === wanted || (each.value === 'none' && wanted === 'undefined')
        : each.value === 'other' || each.value === 'literal'
          ? undefined
          : false;
    if (value.kind === 'lookup' || value.kind === 'outcomes' || value.kind === 'literal')
      return value.kind === 'literal'
        ? (fits({ value: value.abstract } as ReturnOutcome) ?? holds) === holds
          ? [path]
          : []
        : ofValue(root.name, value, path, each => fits(each) !== !holds, !holds, run);
  }
  if (
    value.kind === 'outcomes' &&
    root.members.length === 1 &&
    right.kind === 'literal' &&
    (isEqual || op.startsWith('!'))
  )
    return ofValue(
      root.name,
      value,
      path,
      each => {
        const tag = each.tags[root.members[0]!];
        return tag === undefined || (tag === right.value) === holds;
      },
      holds,
      run,
    );
  if (
    value.kind === 'outcomes' &&
    root.members.length === 0 &&
    right.kind === 'literal' &&
    typeof right.value === 'boolean'
  )
    return ofValue(
      root.name,
      value,
      path,
      each => truthOf(each) === undefined || (truthOf(each) === right.value) === holds,
      holds,
      run,
    );
  if (value.kind === 'error' && root.members.length >= 1 && (isEqual || op.startsWith('!')) && right.kind === 'literal')
    return errorMember(root.name, value, root.members.at(-1)!, right.value, path, holds);
  return [path];
}

/** The member of an answer that is asked for: `res.status`, or `status` taken out of it. */
function responseMember(value: Extract<Val, { kind: 'response' }>, members: readonly string[]): string | undefined {
  return members.length === 0 ? value.member : members.length === 1 ? members[0] : undefined;
}

type Success = 'ok' | '2xx';

function isSuccess(group: StatusGroup): group is Success {
  return group === 'ok' || group === '2xx';
}

function isConstant(expr: Expr): boolean {
  return expr.kind === 'literal' || (expr.kind === 'name' && expr.name === 'undefined');
}

function mirrored(op: string): string {
  return ({ '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as Record<string, string>)[op] ?? op;
}

/** `err instanceof C`, three-valued by the hierarchy: what is not known stays on both ways. */
function instanceTest(left: Expr, right: Expr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  const root = rootOf(left);
  const value = root && path.vars.get(root.name);
  if (!root || value?.kind !== 'error') return [path];
  const target = right.kind === 'name' ? right.name : right.kind === 'member' ? right.property : '';
  const symbol = classSymbol(right, run);
  return narrowed(root.name, value, path, each => isInstance(each, target, symbol, run) !== !sense);
}

/** Types of thrown values that are no objects. */
const primitives: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'null', 'undefined']);

/** Whether a mode's error is an instance of a class: by name, through the bases that the workspace declares. */
export function isInstance(
  each: FailureMode,
  target: string,
  symbol: string | undefined,
  run: Pick<Evaluation, 'linker'>,
): boolean | undefined {
  if (isHole(each) || each.type === '') return undefined;
  if (symbol !== undefined && each.typeSymbol === symbol) return true;
  if (each.typeSymbol === undefined) {
    if (each.type === target) return true;
    if (target === 'Error') return !primitives.has(each.type);
    // What is declared may be a subclass of it.
    if (each.confidence === 'assumed') return primitives.has(each.type) ? false : undefined;
    if (symbol !== undefined) return false;
    return each.confidence === 'modelled' || each.confidence === 'proved'
      ? each.type === 'Error'
        ? false
        : undefined
      : undefined;
  }
  const [at = '', name = ''] = splitSymbol(each.typeSymbol);
  const unit = run.linker.unit(at);
  const index = unit?.ir.classes.findIndex(cls => cls.name === name) ?? -1;
  if (!unit || index < 0) return undefined;
  const lineage = run.linker.lineage(at, index);
  for (const { unit: each_, index: i } of lineage) {
    const cls = each_.ir.classes[i]!;
    if (symbol === `${each_.path}#${cls.name}` || (symbol === undefined && cls.name.split('.').at(-1) === target))
      return true;
  }
  const last = lineage.at(-1);
  const base = last?.unit.ir.classes[last.index]?.extends;
  if (!base) return target === 'Error' ? undefined : false;
  const baseName = pathOf(base)?.split('.').at(-1) ?? '';
  if (baseName === target || (target === 'Error' && baseName.endsWith('Error'))) return true;
  return baseName === 'Error' || /^(Type|Range|Syntax|Reference|Aggregate|URI|Eval)Error$/.test(baseName)
    ? false
    : undefined;
}

function splitSymbol(symbol: string): [string, string] {
  const at = symbol.lastIndexOf('#');
  return [symbol.slice(0, at), symbol.slice(at + 1)];
}

export function classSymbol(
  expr: Expr,
  { unit, index, linker }: Pick<Evaluation, 'unit' | 'index' | 'linker'>,
): string | undefined {
  if (expr.kind !== 'name') return undefined;
  const binding = unit.scopes.lookup(index, expr.name);
  if (binding?.kind === 'class') return `${unit.path}#${unit.ir.classes[binding.index]?.name}`;
  if (binding?.kind !== 'import') return undefined;
  const type = linker.importedType(unit, binding.import, binding.name);
  return type?.kind === 'constructor'
    ? `${type.path}#${linker.unit(type.path)?.ir.classes[type.index]?.name}`
    : undefined;
}

function errorMember(
  name: string,
  value: Extract<Val, { kind: 'error' }>,
  member: string,
  wanted: unknown,
  path: Path,
  holds: boolean,
): readonly Path[] {
  const says = (each: FailureMode): boolean | undefined => {
    if (isHole(each)) return undefined;
    const own =
      member === 'name' && each.discriminants.name === undefined ? each.type || undefined : each.discriminants[member];
    if (own !== undefined) return own === wanted;
    return each.typeSymbol !== undefined || each.confidence === 'modelled' ? false : undefined;
  };
  return narrowed(name, value, path, each => says(each) !== !holds);
}

function narrowed(
  name: string,
  value: Extract<Val, { kind: 'error' }>,
  path: Path,
  keep: (each: FailureMode) => boolean,
): readonly Path[] {
  const modes = filtered(value.modes, keep);
  if (modes.size === 0 && value.modes.size > 0 && !isOpen(value.modes)) return [];
  const next = withVar(path, name, { kind: 'error', modes });
  return [path.caught === name ? { ...next, handled: modes } : next];
}

function statusTest(
  name: string,
  value: Extract<Val, { kind: 'response' }>,
  op: string,
  wanted: number,
  path: Path,
  holds: boolean,
  run: Evaluation,
): readonly Path[] {
  const group = groupOf(wanted);
  if (op === '===') {
    if (holds) return statuses(name, value, path, each => each === group, run, wanted);
    return exactly(group, wanted) ? statuses(name, value, path, each => each !== group, run) : [path];
  }
  const meets = (status: number): boolean =>
    op === '<' ? status < wanted : op === '<=' ? status <= wanted : op === '>' ? status > wanted : status >= wanted;
  return statuses(name, value, path, each => samples[each].some(status => meets(status) === holds), run);
}

const samples: Readonly<Record<StatusGroup, readonly number[]>> = {
  ok: [200],
  '2xx': [201, 204],
  '404': [404],
  '401': [401, 403],
  '429': [429],
  '4xx': [400, 422],
  '5xx': [500, 503],
};

function groupOf(status: number): StatusGroup {
  if (status === 404) return '404';
  if (status === 401 || status === 403) return '401';
  if (status === 429) return '429';
  if (status === 200) return 'ok';
  return status < 400 ? '2xx' : status < 500 ? '4xx' : '5xx';
}

function exactly(group: StatusGroup, status: number): boolean {
  return (group === '404' && status === 404) || group === '429' || group === 'ok';
}

function statuses(
  name: string,
  value: Extract<Val, { kind: 'response' }>,
  path: Path,
  keep: (group: StatusGroup) => boolean,
  run: Evaluation,
  exact?: number,
): readonly Path[] {
  const left = new Set([...value.status].filter(keep));
  if (left.size === 0) return [];
  const next = withVar(path, name, { ...value, status: left });
  if (left.has('ok')) return [next];
  return [
    {
      ...next,
      shown: [
        ...path.shown.filter(each => !each.key.includes('|HTTP|')),
        ...[...left].flatMap(group => (isSuccess(group) ? [] : [statusMode(group, value, run, exact)])),
      ],
    },
  ];
}

const classes: Readonly<Record<Exclude<StatusGroup, Success>, FailureClass>> = {
  '404': 'absent',
  '401': 'denied',
  '429': 'exhausted',
  '4xx': 'invalid',
  '5xx': 'upstream',
};

/** What an answer of a group of statuses stands for. */
function statusMode(
  group: Exclude<StatusGroup, Success>,
  value: Extract<Val, { kind: 'response' }>,
  { unit }: Pick<Evaluation, 'unit'>,
  exact?: number,
): FailureMode {
  const label = exact ?? { '404': 404, '401': '401/403', '429': 429, '4xx': '4xx', '5xx': '5xx' }[group];
  return mode({
    class: exact !== undefined ? classOfStatus(exact) : classes[group],
    channel: 'return',
    type: 'HTTP',
    discriminants: { status: label },
    confidence: 'modelled',
    origins: [
      {
        path: unit.path,
        start: value.start,
        end: value.end,
        kind: 'model',
        text: `HTTP ${label} of ${value.text}`,
        via: [],
      },
    ],
  });
}
