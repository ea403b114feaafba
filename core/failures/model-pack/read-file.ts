import type { FilePath } from '../../files/paths.js';
import { type JsonDocument, plainValue, readDocument } from '../../policy/document.js';
import { problemsOfIssues } from '../../policy/issues.js';
import type { PolicyProblem } from '../../policy/policy.js';
import type { CallModel, InvokeModel, ModelName, TimeoutModel, TypeModel } from './model.js';
import { type ModeReader, readModes } from './modes.js';
import { type EntryText, type ModelFile, modelFile } from './schema.js';

/** Who brought a file. */
export type ModelLayer = 'built-in' | 'policy';

/** One file of a pack, written out: an entry for each name. */
export interface ReadModelFile {
  readonly path: FilePath;
  readonly layer: ModelLayer;
  readonly file: ModelFile;
  readonly packages: readonly string[];
  readonly calls: readonly CallModel[];
  /** Index-aligned with `calls`: other names of the entry. */
  readonly aliases: readonly (readonly ModelName[])[];
  readonly types: readonly TypeModel[];
}

/** Reads a file of models. Never throws; a file with any problem is not used. */
export function readModelFile(
  path: FilePath,
  text: string,
  layer: ModelLayer,
): { file?: ReadModelFile; problems: PolicyProblem[] } {
  const json = readDocument(path, text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (json.problems.length > 0 || !json.root) return { problems: json.problems.map(named) };
  const parsed = modelFile.safeParse(plainValue(json.root));
  if (!parsed.success) return { problems: problemsOfIssues(json, parsed.error.issues).map(named) };
  const reader: ModeReader = { json, file: parsed.data, problems: [] };
  const file = writeOut(path, layer, json, reader);
  return reader.problems.length > 0 ? { problems: reader.problems } : { file, problems: [] };
}

/** The sentences about syntax speak of the policy; this is another file. */
function named(problem: PolicyProblem): PolicyProblem {
  return {
    ...problem,
    message: problem.message.replace('The policy is not in force', 'The models of this file are not used'),
  };
}

function writeOut(path: FilePath, layer: ModelLayer, json: JsonDocument, reader: ModeReader): ReadModelFile {
  const { file } = reader;
  const packages = [file.package].flat();
  const [home = 'lib'] = packages;
  const calls: CallModel[] = [];
  const aliases: ModelName[][] = [];
  const seen = new Set<string>();
  file.entries.forEach((entry, index) => {
    const modes = readModes(reader, entry.modes, ['entries', index, 'modes'], entry.channel);
    for (const name of [entry.name].flat()) {
      if (seen.has(name)) repeated(json, reader, index, name);
      seen.add(name);
      calls.push(callOf(entry, { package: home, name }, modes, file));
      aliases.push(entry.aliases.map(alias => nameOf(alias, home)));
    }
  });
  return { path, layer, file, packages, calls, aliases, types: typesOf(reader, home) };
}

function repeated(json: JsonDocument, reader: ModeReader, index: number, name: string): void {
  const node = json.root?.children?.find(child => child.children?.[0]?.value === 'entries')?.children?.[1]?.children?.[
    index
  ];
  const span = node ? { start: node.offset, end: node.offset + node.length } : { start: 0, end: 0 };
  const message = `"${name}" has two entries, and only one of them could count. Merge the two.`;
  reader.problems.push({ rule: 'config/conflict', path: json.path, span, message });
}

function callOf(entry: EntryText, at: ModelName, modes: CallModel['modes'], file: ModelFile): CallModel {
  return {
    ...at,
    constructs: entry.new,
    async: entry.async ?? entry.channel === 'reject',
    channel: entry.channel,
    modes,
    effect: entry.effect,
    effectBy: entry.effectBy && withoutUndefined(entry.effectBy),
    remote: entry.remote,
    timeout: timeoutOf(entry.timeout),
    abortable: entry.abortable,
    returns: entry.returns === undefined ? undefined : typeName(entry.returns, at.package, file),
    missing: entry.missing,
    emits: entry.emits,
    resource: entry.resource,
    invokes: entry.invokes.map(invokeOf),
    httpStatus: entry.httpStatus,
    retries: entry.retries && { initially: entry.retries.initially, option: entry.retries.option },
    idempotencyKey: entry.idempotencyKey,
    combinator: entry.combinator,
    marks: entry.marks,
  };
}

function withoutUndefined(by: NonNullable<EntryText['effectBy']>): NonNullable<CallModel['effectBy']> {
  const { default: meant, ...rest } = by;
  return meant === undefined ? rest : { ...rest, default: meant };
}

function timeoutOf(text: EntryText['timeout']): TimeoutModel | undefined {
  if (text === undefined) return undefined;
  if (typeof text === 'string') return { initially: text, options: [] };
  const { initially, milliseconds, options } = text;
  return { initially, options, ...(milliseconds === undefined ? {} : { milliseconds }) };
}

const usualEnds = {
  sync: { thrown: 'caller', rejected: 'returned' },
  async: { thrown: 'returned', rejected: 'returned' },
  awaited: { thrown: 'handled', rejected: 'handled' },
  discarded: { thrown: 'uncaught', rejected: 'unhandled' },
} as const;

function invokeOf(text: EntryText['invokes'][number]): InvokeModel {
  const usual = usualEnds[text.how];
  return { ...text, thrown: text.thrown ?? usual.thrown, rejected: text.rejected ?? usual.rejected };
}

function typesOf(reader: ModeReader, home: string): TypeModel[] {
  return Object.entries(reader.file.types).map(([name, type]) => ({
    package: home,
    name,
    extends: [type.extends].flat().map(base => typeName(base, home, reader.file)),
    emits: Object.fromEntries(
      Object.entries(type.emits).map(([event, modes]) => [
        event,
        readModes(reader, modes, ['types', name, 'emits', event], 'event'),
      ]),
    ),
    unheard: type.unheard,
    resource: type.resource,
    status: type.status,
  }));
}

/** `package#Name`, or `Name` of the same package. */
function nameOf(text: string, home: string): ModelName {
  const hash = text.indexOf('#');
  return hash < 0 ? { package: home, name: text } : { package: text.slice(0, hash), name: text.slice(hash + 1) };
}

/** A type named without its package belongs to the file's package if it describes it, else it needs no import. */
function typeName(text: string, home: string, file: ModelFile): ModelName {
  if (text.includes('#') || Object.hasOwn(file.types, text)) return nameOf(text, home);
  const isOwn = file.entries.some(entry => [entry.name].flat().some(name => name.startsWith(`${text}.`)));
  return { package: isOwn ? home : 'lib', name: text };
}
