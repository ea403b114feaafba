import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import type { JsonEntry } from './agent-setup.js';

/** The text of a JSON file (comments allowed) with or without our entries; `undefined`: it cannot be read. */
export type JsonEdited = string | undefined;

/** Something of somebody else stands where an entry of ours belongs. The message says what, after the name of the file. */
export class InTheWay extends Error {
  override readonly name = 'InTheWay';
}

/** Adds entries, replacing those that an earlier version wrote. An empty text becomes an object. */
export function withEntries(text: string, entries: readonly JsonEntry[]): JsonEdited {
  if (text.startsWith(byteOrderMark)) return marked(withEntries(text.slice(1), entries));
  const root = text.trim() === '' ? undefined : treeOf(text);
  const wanted = entries.filter(entry => !root || isRoomFor(root, entry));
  const clean = text.trim() === '' ? '{}\n' : withoutOwn(text, wanted, false);
  return clean === undefined ? undefined : wanted.reduce<JsonEdited>(added, clean);
}

const byteOrderMark = '\uFEFF';

function marked(edited: JsonEdited): JsonEdited {
  return edited === undefined || edited === '' ? edited : byteOrderMark + edited;
}

/** False for a part that the person turned off (`"lsp": false`). Throws where something else stands in its place. */
function isRoomFor(root: Node, { at, isItem, canBeOff }: JsonEntry): boolean {
  for (let length = 1; length <= at.length; length++) {
    const around = findNodeAtLocation(root, at.slice(0, length - 1));
    const same = around?.children?.filter(({ children }) => children?.[0]?.value === at[length - 1]);
    if ((same?.length ?? 0) > 1) throw new InTheWay(`${at.slice(0, length).join('.')} is there twice`);
  }
  for (let length = 1; length < at.length; length++) {
    const node = findNodeAtLocation(root, at.slice(0, length));
    if (!node) return true;
    if (canBeOff && node.value === false) return false;
    if (node.type !== 'object')
      throw new InTheWay(`${at.slice(0, length).join('.')} is ${kindOf(node)}, not an object`);
  }
  const there = findNodeAtLocation(root, [...at]);
  if (there && isItem && there.type !== 'array') throw new InTheWay(`${at.join('.')} is ${kindOf(there)}, not a list`);
  if (there && at.at(-1) === 'lintel' && !isCalledSo(there))
    throw new InTheWay(`${at.join('.')} is there already and calls something else`);
  return true;
}

function kindOf({ type }: Node): string {
  return type === 'null' ? 'null' : type === 'array' ? 'a list' : `${type === 'object' ? 'an' : 'a'} ${type}`;
}

/**
 * Takes our entries out again, with the lists and objects that are empty then. `''`: nothing of anybody else is left, so
 * the file can go.
 */
export function withoutEntries(text: string, entries: readonly JsonEntry[]): JsonEdited {
  if (text.startsWith(byteOrderMark)) return marked(withoutEntries(text.slice(1), entries));
  const clean = withoutOwn(text, entries, true);
  const root = clean === undefined ? undefined : treeOf(clean);
  if (clean === undefined || !root) return undefined;
  const frames = new Set(entries.filter(({ isFrame }) => isFrame).map(({ at }) => at[0]));
  const others = (root.children ?? []).filter(({ children }) => !frames.has(children?.[0]?.value));
  return others.length === 0 ? '' : clean;
}

function added(text: JsonEdited, { at, value, isItem, isFrame }: JsonEntry): JsonEdited {
  const root = text === undefined ? undefined : treeOf(text);
  if (text === undefined || !root) return undefined;
  const there = findNodeAtLocation(root, [...at]);
  if (isFrame) return there ? text : changed(text, [...at], value);
  if (!isItem) return changed(text, [...at], value);
  if (!there) return changed(text, [...at], [value]);
  if (there.type !== 'array') return undefined;
  return changed(text, [...at, there.children?.length ?? 0], value, true);
}

function withoutOwn(text: string, entries: readonly JsonEntry[], takesEmpty: boolean): JsonEdited {
  let result = text;
  for (const { at, isItem, isFrame } of entries) {
    const root = treeOf(result);
    if (!root) return undefined;
    if (isFrame) continue;
    const found = findNodeAtLocation(root, [...at]);
    if (!found) continue;
    if (isItem) {
      const own = (found.children ?? []).flatMap((node, i) => (isOurs(node) ? [i] : []));
      for (const index of own.reverse()) result = changed(result, [...at, index], undefined);
      if (takesEmpty && own.length > 0) result = withoutEmpty(result, at);
    } else if (isCalledSo(found)) {
      result = changed(result, [...at], undefined);
      if (takesEmpty) result = withoutEmpty(result, at.slice(0, -1));
    }
  }
  return result;
}

/** Removes what is empty at a location and above it. */
function withoutEmpty(text: string, at: readonly string[]): string {
  let result = text;
  for (let length = at.length; length > 0; length--) {
    const path = at.slice(0, length);
    const root = treeOf(result);
    const node = root && findNodeAtLocation(root, [...path]);
    if (!node || (node.children?.length ?? 0) > 0) return result;
    result = changed(result, [...path], undefined);
  }
  return result;
}

/** An entry of our name that calls `lintel`: another one is somebody else's. */
function isCalledSo(node: Node): boolean {
  return /\blintel\b/.test(JSON.stringify(getNodeValue(node)));
}

/** An item that calls `lintel hook`, whoever wrote it. */
function isOurs(node: Node): boolean {
  const text = JSON.stringify(getNodeValue(node));
  return /\blintel\b/.test(text) && /\bhook\b/.test(text);
}

function changed(text: string, path: JSONPath, value: unknown, isArrayInsertion = false): string {
  const formattingOptions = { ...indentOf(text), eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}

function indentOf(text: string): { readonly insertSpaces: boolean; readonly tabSize: number } {
  const first = /\n([ \t]+)\S/.exec(text)?.[1];
  return first?.startsWith('\t')
    ? { insertSpaces: false, tabSize: 1 }
    : { insertSpaces: true, tabSize: first?.length ?? 2 };
}

function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  return errors.length === 0 && root?.type === 'object' ? root : undefined;
}
