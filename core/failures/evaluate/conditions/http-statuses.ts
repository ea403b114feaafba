import type { FailureClass } from '../../classes.js';
import type { FailureMode } from '../../contract.js';
import type { Evaluation } from '../evaluation.js';
import { classOfStatus } from '../lexicon.js';
import { mode } from '../modes.js';
import { type Path, type StatusGroup, type Val, withVar } from '../values.js';

type Answer = Extract<Val, { kind: 'response' }>;
type Success = 'ok' | '2xx';

/** The member of an answer that is asked for: `res.status`, or `status` taken out of it. */
export function memberOfAnswer(value: Answer, members: readonly string[]): string | undefined {
  return members.length === 0 ? value.member : members.length === 1 ? members[0] : undefined;
}

export function isSuccess(group: StatusGroup): group is Success {
  return group === 'ok' || group === '2xx';
}

/** The ways on which `status OP wanted` is what `holds` says; every equality is `===`. */
export function statusTest(
  name: string,
  value: Answer,
  op: string,
  wanted: number,
  path: Path,
  holds: boolean,
  run: Evaluation,
): readonly Path[] {
  const group = groupOf(wanted);
  if (op === '===') {
    if (holds) return withStatuses(name, value, path, each => each === group, run, wanted);
    return exactly(group, wanted) ? withStatuses(name, value, path, each => each !== group, run) : [path];
  }
  const meets = (status: number): boolean =>
    op === '<' ? status < wanted : op === '<=' ? status <= wanted : op === '>' ? status > wanted : status >= wanted;
  return withStatuses(name, value, path, each => samples[each].some(status => meets(status) === holds), run);
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

export function withStatuses(
  name: string,
  value: Answer,
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
  value: Answer,
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
