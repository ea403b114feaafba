import { type JsonDocument, type Location, spanAt } from '../../policy/document.js';
import type { PolicyProblem } from '../../policy/policy.js';
import { type FailureChannel, type FailureClass, isTransient, type Retryable } from '../classes.js';
import type { ModeModel } from './model.js';
import type { ModeItem, ModelFile } from './schema.js';
import { classOfErrno, classOfSqlState, classOfStatus, statusModes } from './tables.js';

type Expansion = Extract<ModeItem, { expand: string }>;
type ErrorText = ModelFile['errors'][string];

/** What the modes of one file are read against. */
export interface ModeReader {
  readonly json: JsonDocument;
  readonly file: ModelFile;
  readonly problems: PolicyProblem[];
}

/** The modes that a list of items stands for: sets and tables written out. */
export function readModes(
  reader: ModeReader,
  items: readonly ModeItem[],
  at: Location,
  channel: FailureChannel,
  open: readonly string[] = [],
): ModeModel[] {
  return items.flatMap((item, index) => {
    const place = [...at, index];
    if (typeof item === 'string') return readSet(reader, item, place, channel, open);
    if ('expand' in item) return expand(reader, item, place, item.channel ?? channel);
    const { class: failure, type, discriminants, when } = item;
    return [mode(failure, item.channel ?? channel, type, discriminants, when, item.retryable)];
  });
}

function readSet(reader: ModeReader, name: string, at: Location, channel: FailureChannel, open: readonly string[]) {
  const set = Object.hasOwn(reader.file.sets, name) ? reader.file.sets[name] : undefined;
  if (!set) return refuse(reader, at, `No set is named "${name}". Add it to "sets".`);
  if (open.includes(name)) return refuse(reader, at, `The set "${name}" contains itself. Take it out of one of them.`);
  return readModes(reader, set, ['sets', name], channel, [...open, name]);
}

function expand(reader: ModeReader, item: Expansion, at: Location, channel: FailureChannel): ModeModel[] {
  if (item.expand === 'httpStatus') return expandStatuses(reader, item, at, channel);
  if (item.expand === 'error') return expandError(reader, item, at, channel);
  const classOf = item.expand === 'errno' ? classOfErrno : classOfSqlState;
  if (!item.codes) return refuse(reader, at, 'Name the codes that can occur, in "codes".');
  return item.codes.flatMap((code, index) => {
    const failure = classOf(code);
    if (!failure)
      return refuse(reader, [...at, 'codes', index], `"${code}" is in no table. Write it as a mode of its own.`);
    return [mode(failure, channel, item.type, { [item.path ?? 'code']: code }, item.when)];
  });
}

function expandStatuses(reader: ModeReader, item: Expansion, at: Location, channel: FailureChannel): ModeModel[] {
  const path = item.path ?? 'status';
  if (!item.codes)
    return statusModes.map(([status, failure]) => mode(failure, channel, item.type, { [path]: status }, item.when));
  return item.codes.flatMap((code, index) => {
    const known = statusModes.find(([status]) => String(status) === code);
    const failure = known?.[1] ?? classOfStatus(Number(code));
    if (!failure)
      return refuse(reader, [...at, 'codes', index], `"${code}" is no status of a failure (400 to 599, 4xx, 5xx).`);
    return [mode(failure, channel, item.type, { [path]: known?.[0] ?? Number(code) }, item.when)];
  });
}

function expandError(reader: ModeReader, item: Expansion, at: Location, channel: FailureChannel): ModeModel[] {
  const error = Object.hasOwn(reader.file.errors, item.type) ? reader.file.errors[item.type] : undefined;
  if (!error) return refuse(reader, at, `No error is named "${item.type}". Add it to "errors".`);
  const all = [...modesOfError(error, item, channel), mode(error.class, channel, item.type, {}, item.when)];
  if (!item.codes) return all;
  return all.filter(({ discriminants }) =>
    Object.values(discriminants).some(value => item.codes?.includes(String(value))),
  );
}

function modesOfError(error: ErrorText, item: Expansion, channel: FailureChannel): ModeModel[] {
  return error.by.flatMap(({ path, table, classes }) => {
    const single = Object.entries(classes).map(([value, failure]) =>
      mode(failure, channel, item.type, { [path]: literalOf(value) }, item.when),
    );
    if (table !== 'httpStatus') return single;
    const rest = statusModes.filter(([status]) => !Object.hasOwn(classes, String(status)));
    return [
      ...single,
      ...rest.map(([status, failure]) => mode(failure, channel, item.type, { [path]: status }, item.when)),
    ];
  });
}

/** Keys of an object are texts; a status is a number. */
function literalOf(text: string): string | number {
  return /^\d{3}$/.test(text) ? Number(text) : text;
}

function mode(
  failure: FailureClass,
  channel: FailureChannel,
  type: string,
  discriminants: ModeModel['discriminants'],
  when: string | undefined,
  retryable: Retryable = retryableBy(failure),
): ModeModel {
  return { class: failure, channel, type, discriminants, retryable, ...(when === undefined ? {} : { when }) };
}

function retryableBy(failure: FailureClass): Retryable {
  if (failure === 'unknown') return 'unknown';
  return isTransient(failure) ? 'yes' : 'no';
}

function refuse(reader: ModeReader, at: Location, message: string): [] {
  reader.problems.push({
    rule: 'config/invalid-value',
    path: reader.json.path,
    span: spanAt(reader.json, at),
    message,
  });
  return [];
}
