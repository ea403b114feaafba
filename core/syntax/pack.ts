import type { Span } from '../text/span.js';
import type {
  CallFact,
  DeclarationFact,
  ExportFact,
  FileBody,
  FileFacts,
  FunctionFact,
  ImportedName,
  ImportFact,
  SearchEntry,
  SuppressionFact,
} from './facts.js';

/**
 * Facts as bytes for the cache: JSON of nested arrays without keys, spans spelled out as two numbers. Meant to be read
 * back by the same `EXTRACTOR_VERSION` only; reading anything else gives `undefined`.
 */
type Json = null | boolean | number | string | readonly Json[];

/** The hot facts as bytes (UTF-8). */
export function packHot(facts: FileFacts): Uint8Array {
  return encode([
    facts.dialect,
    bits(facts.isModule, facts.isCommonJs, facts.generated, facts.jsx ?? false, facts.isProgram ?? false),
    facts.imports.map(packImport),
    facts.exports.map(packExport),
    facts.declarations.map(packDeclaration),
    facts.ambientModules,
    facts.augmentations.map(({ import: index, names }) => [index, names]),
    facts.suppressions.map(({ rule, reason, span, line }) => [rule, reason, span.start, span.end, line]),
    facts.problems.map(({ message, span }) => [message, span.start, span.end]),
    facts.problemCount,
    facts.surfaceDigest,
    facts.typeDigest,
  ]);
}

/** The facts that `packHot` packed; `undefined` for bytes of any other origin. */
export function unpackHot(bytes: Uint8Array): FileFacts | undefined {
  const packed = decode(bytes) as PackedFacts | undefined;
  if (!packed) return undefined;
  try {
    const [dialect, flags, imports, exports, declarations, ambientModules, augmentations] = packed;
    const [, , , , , , , suppressions, problems, problemCount, surfaceDigest, typeDigest] = packed;
    return {
      dialect,
      isModule: (flags & 1) !== 0,
      isCommonJs: (flags & 2) !== 0,
      imports: imports.map(unpackImport),
      exports: exports.map(unpackExport),
      declarations: declarations.map(unpackDeclaration),
      ambientModules,
      augmentations: augmentations.map(([index, names]) => ({ import: index, names })),
      suppressions: suppressions.map(unpackSuppression),
      problems: problems.map(([message, start, end]) => ({ message, span: { start, end } })),
      problemCount,
      ...((flags & 8) !== 0 ? { jsx: true } : {}),
      ...((flags & 16) !== 0 ? { isProgram: true } : {}),
      generated: (flags & 4) !== 0,
      surfaceDigest,
      typeDigest,
    };
  } catch {
    return undefined;
  }
}

/** The cold facts as bytes (UTF-8). Line starts are kept as line lengths. */
export function packCold(body: FileBody): Uint8Array {
  let last = 0;
  const lengths = body.lineStarts.map(start => {
    const length = start - last;
    last = start;
    return length;
  });
  return encode([
    lengths,
    body.calls.map(({ callee, isNew, args, import: index, span, symbol }) => [
      callee,
      (isNew ? 1 : 0) + args * 2,
      index ?? -1,
      span.start,
      span.end,
      symbol,
    ]),
    body.functions.map(({ name, span, isAsync, isGenerator, signature, tokens, shape, bands }) => [
      name,
      span.start,
      span.end,
      bits(isAsync, isGenerator),
      signature,
      tokens,
      shape,
      bands,
    ]),
    body.search.map(({ name, kind, signature, summary, span }) => [
      name,
      kind,
      signature,
      summary,
      span.start,
      span.end,
    ]),
  ]);
}

/** The facts that `packCold` packed; `undefined` for bytes of any other origin. */
export function unpackCold(bytes: Uint8Array): FileBody | undefined {
  const packed = decode(bytes) as PackedBody | undefined;
  if (!packed) return undefined;
  try {
    const [lengths, calls, functions, search] = packed;
    let start = 0;
    return {
      lineStarts: lengths.map(length => (start += length)),
      calls: calls.map(unpackCall),
      functions: functions.map(unpackFunction),
      search: search.map(unpackSearch),
    };
  } catch {
    return undefined;
  }
}

type PackedImport = ReturnType<typeof packImport>;
type PackedName = [string, string | 0, number, ImportedName['use'], number, number, string[]?];
type PackedExport = [string, ExportFact['kind'], boolean, number, number, string?, number?, string?];
type PackedDeclaration = [string, DeclarationFact['kind'], boolean, number, number, string[]?, string[][]?];
type PackedSuppression = [string, string, number, number, number];
type PackedFacts = [
  FileFacts['dialect'],
  number,
  PackedImport[],
  PackedExport[],
  PackedDeclaration[],
  string[],
  [number, string[]][],
  PackedSuppression[],
  [string, number, number][],
  number,
  string,
  string,
];
type PackedCall = [string, number, number, number, number, string];
type PackedFunction = [string, number, number, number, string, number, string, number[]];
type PackedSearch = [string, SearchEntry['kind'], string, string, number, number];
type PackedBody = [number[], PackedCall[], PackedFunction[], PackedSearch[]];

const rareKeys = ['resolutionMode', 'attributeType', 'pattern', 'except', 'typeByNames'] as const;
type Rare = Partial<Pick<ImportFact, (typeof rareKeys)[number]>>;

function packImport(site: ImportFact) {
  const rare: Rare | null = rareKeys.some(key => site[key] !== undefined)
    ? Object.fromEntries(rareKeys.filter(key => site[key] !== undefined).map(key => [key, site[key]]))
    : null;
  return [
    site.form,
    site.specifier ?? null,
    // Nearly always the specifier in its quotes: then one letter says which.
    packText(site),
    site.span.start,
    site.span.end,
    site.statement.start,
    site.statement.end,
    bits(site.typeOnly, site.deferred),
    site.symbol,
    site.names.map(packName),
    rare,
  ] as const;
}

function packText({ text, specifier }: ImportFact): string | 1 | 2 {
  if (specifier === undefined) return text;
  return text === `'${specifier}'` ? 1 : text === `"${specifier}"` ? 2 : text;
}

function unpackImport(packed: PackedImport): ImportFact {
  const [form, specifier, text, start, end, from, to, flags, symbol, names, rare] = packed;
  const site: ImportFact = {
    form,
    specifier: specifier ?? '',
    text: text === 1 ? `'${specifier}'` : text === 2 ? `"${specifier}"` : text,
    span: { start, end },
    statement: { start: from, end: to },
    typeOnly: (flags & 1) !== 0,
    deferred: (flags & 2) !== 0,
    names: names.map(unpackName),
    symbol,
  };
  if (specifier !== null && rare === null) return site;
  const { specifier: known, ...unknown } = site;
  return specifier === null ? { ...unknown, ...rare } : { ...unknown, specifier: known ?? '', ...rare };
}

function packName({ imported, local, typeOnly, use, span, members }: ImportedName): PackedName {
  const packed: PackedName = [imported, local === imported ? 0 : local, typeOnly ? 1 : 0, use, span.start, span.end];
  if (members) packed.push([...members]);
  return packed;
}

function unpackName([imported, local, typeOnly, use, start, end, members]: PackedName): ImportedName {
  const name = {
    imported,
    local: local === 0 ? imported : local,
    typeOnly: typeOnly === 1,
    use,
    span: { start, end },
  };
  return members ? { ...name, members } : name;
}

function packExport({ name, kind, typeOnly, span, local, import: index, imported }: ExportFact): Json {
  return [name, kind, typeOnly, span.start, span.end, local ?? null, index ?? null, imported ?? null];
}

function unpackExport([name, kind, typeOnly, start, end, local, index, imported]: PackedExport): ExportFact {
  const span: Span = { start, end };
  // The shapes that occur, spelled out: a warm start unpacks tens of thousands.
  if (typeof local === 'string') return { name, kind, local, typeOnly, span };
  if (typeof index !== 'number') return { name, kind, typeOnly, span };
  if (typeof imported === 'string') return { name, kind, import: index, imported, typeOnly, span };
  return { name, kind, import: index, typeOnly, span };
}

function packDeclaration({ name, kind, ambient, span, aliasOf, extends: bases }: DeclarationFact): Json {
  return [name, kind, ambient, span.start, span.end, aliasOf ?? null, bases ?? null];
}

function unpackDeclaration([name, kind, ambient, start, end, aliasOf, bases]: PackedDeclaration): DeclarationFact {
  const span: Span = { start, end };
  if (!aliasOf && !bases) return { name, kind, ambient, span };
  return { name, kind, ambient, span, ...(aliasOf ? { aliasOf } : {}), ...(bases ? { extends: bases } : {}) };
}

function unpackSuppression([rule, reason, start, end, line]: PackedSuppression): SuppressionFact {
  return { rule, reason, span: { start, end }, line };
}

function unpackCall([callee, count, index, start, end, symbol]: PackedCall): CallFact {
  const span: Span = { start, end };
  return {
    callee,
    isNew: (count & 1) === 1,
    args: count >> 1,
    ...(index < 0 ? {} : { import: index }),
    span,
    symbol,
  };
}

function unpackFunction([name, start, end, flags, signature, tokens, shape, bands]: PackedFunction): FunctionFact {
  const isAsync = (flags & 1) !== 0;
  const isGenerator = (flags & 2) !== 0;
  return { name, span: { start, end }, isAsync, isGenerator, signature, tokens, shape, bands };
}

function unpackSearch([name, kind, signature, summary, start, end]: PackedSearch): SearchEntry {
  return { name, kind, signature, summary, span: { start, end } };
}

function bits(...flags: readonly boolean[]): number {
  return flags.reduce((sum, flag, i) => sum + (flag ? 1 << i : 0), 0);
}

function encode(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'utf8');
}

function decode(bytes: Uint8Array): unknown {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
