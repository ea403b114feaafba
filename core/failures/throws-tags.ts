import type { FileIr, Place } from '../syntax/ir/nodes.js';
import type { FailureContract, FailureMode } from './contract.js';

/** A documented failure in the one form that is written: `@throws {UpstreamError} [upstream] when !response.ok`. */
export function throwsTag({ type, class: failure, when }: FailureMode): string {
  const condition = when === undefined ? '' : ` when ${when.replace(/\s+/g, ' ')}`;
  // A condition may hold what would end the comment.
  return `@throws {${type}}${failure === 'unknown' ? '' : ` [${failure}]`}${condition}`.replaceAll('*/', '*\\/');
}

/** More tags of one type than this say less than one. */
const TAGS_OF_TYPE = 2;

/** The tags of modes, each type and class once; of a type with many classes the type alone. */
export function throwsTags(modes: readonly FailureMode[]): readonly string[] {
  const tags = new Map<string, string>();
  const classes = new Map<string, Set<string>>();
  for (const mode of modes) classes.set(mode.type, (classes.get(mode.type) ?? new Set()).add(mode.class));
  for (const mode of modes) {
    const isOne = (classes.get(mode.type)?.size ?? 0) > TAGS_OF_TYPE;
    const key = isOne ? mode.type : `${mode.type} ${mode.class}`;
    if (!tags.has(key)) tags.set(key, isOne ? `@throws {${mode.type}}` : throwsTag(mode));
  }
  return [...tags.values()];
}

/** What leaves a function as an error with a name, and is not declared. */
export function undeclaredModes({ modes, declared }: FailureContract): readonly FailureMode[] {
  return modes.filter(
    mode =>
      mode.type !== '' &&
      mode.class !== 'bug' &&
      (mode.channel === 'throw' || mode.channel === 'reject') &&
      !declared.some(each => isCovered(mode, each)),
  );
}

/** Declared by the same type, by a type of the same class, or by plain `Error`. */
export function isCovered(mode: FailureMode, declared: FailureMode): boolean {
  if (declared.type === '' || declared.type === 'Error') return true;
  if (declared.typeSymbol !== undefined && declared.typeSymbol === mode.typeSymbol) return true;
  return declared.type === mode.type || (declared.class === mode.class && declared.class !== 'unknown');
}

/**
 * The documentation comment of a function, or the empty place where its declaration starts; `undefined` for functions whose
 * comments are not read: callbacks, properties that hold an arrow.
 */
export function documentationPlace({ functions, classes }: FileIr, fn: number): Place | undefined {
  const ir = functions[fn];
  if (!ir || fn === 0) return undefined;
  if (ir.doc) return ir.doc;
  const empty = ({ start }: Place): Place => ({ start, end: start });
  if (ir.form !== 'arrow' && ir.nameEnd > ir.nameStart) return empty(ir);
  for (const { fields } of classes)
    for (const field of fields) if (field.value?.kind === 'function' && field.value.index === fn) return empty(field);
  for (const stmt of functions[ir.parent]?.body ?? [])
    if (stmt.kind === 'let' && stmt.value?.kind === 'function' && stmt.value.index === fn) return empty(stmt);
  return undefined;
}
