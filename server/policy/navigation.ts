import { type Location, type Position, ResponseError, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { Span } from '../../core/index.js';
import type { View } from '../project.js';
import type { Place } from '../projects.js';
import { positionsIn, positionsOnce, type Session, uriOf } from '../session.js';
import { allStrings, type PolicyString, readPolicyText, stringAt } from './document.js';
import { moduleNamesElsewhere } from './other-files.js';
import { isLayerDeclaration, moduleIn, roleAt } from './roles.js';

/** What a name at a place of the policy stands for. */
interface Named {
  readonly kind: 'module' | 'layer' | 'group';
  readonly name: string;
  readonly span: Span;
}

interface Asked {
  readonly view: View;
  readonly strings: readonly PolicyString[];
  readonly named: Named;
  location(span: Span): Location;
  /** Places in the files beside the policy that name it too. */
  readonly elsewhere: readonly Location[];
}

async function ask(session: Session, place: Place, position: Position): Promise<Asked | undefined> {
  const view = await place.project.fresh();
  if (!view || place.path !== view.snapshot.policy.path) return undefined;
  const document = readPolicyText(view.snapshot.policy.text);
  const positions = positionsIn(session, place.project, view, place.path);
  const found = stringAt(document, positions.offsetOf(position));
  const strings = allStrings(document);
  const named = found && namedBy(found, strings);
  if (!named) return undefined;
  const uri = uriOf(session, place.project, place.path);
  const positionsOf = positionsOnce(session, place.project, view);
  const elsewhere = named.kind === 'module' ? moduleNamesElsewhere(view, named.name) : [];
  return {
    view,
    strings,
    named,
    location: span => ({ uri, range: positions.spanToLsp(span) }),
    elsewhere: elsewhere.map(({ path, span }) => ({
      uri: uriOf(session, place.project, path),
      range: positionsOf(path).spanToLsp(span),
    })),
  };
}

function namedBy(string: PolicyString, all: readonly PolicyString[]): Named | undefined {
  const role = roleAt(string.path, string.isKey);
  const { value, span } = string;
  if (role === 'layer' || isLayerDeclaration(string)) return { kind: 'layer', name: value, span };
  if (
    isGroupDeclaration(string) ||
    (role === 'package' && all.some(other => isGroupDeclaration(other) && other.value === value))
  )
    return { kind: 'group', name: value, span };
  if (role === undefined || !['declares-module', 'module', 'selector'].includes(role)) return undefined;
  const ids = new Set(all.filter(isModuleDeclaration).map(other => other.value));
  const name = moduleIn(value, id => ids.has(id));
  return name === undefined
    ? undefined
    : { kind: 'module', name, span: { start: span.start, end: span.start + name.length } };
}

const isModuleDeclaration = ({ path, isKey }: PolicyString): boolean => roleAt(path, isKey) === 'declares-module';
const isGroupDeclaration = ({ path, isKey }: PolicyString): boolean =>
  isKey && path.length === 3 && path[0] === 'external' && path[1] === 'groups';

/** Where a module, a layer or a group of packages is declared. */
export async function definition(session: Session, place: Place, position: Position): Promise<Location[]> {
  const asked = await ask(session, place, position);
  return asked ? declarations(asked).map(asked.location) : [];
}

function declarations({ strings, named }: Asked): Span[] {
  const declares = { module: isModuleDeclaration, layer: isLayerDeclaration, group: isGroupDeclaration }[named.kind];
  return strings.filter(string => declares(string) && string.value === named.name).map(string => string.span);
}

/** Every place of the policy, and of the files that belong to it, that names it. */
export async function references(
  session: Session,
  place: Place,
  position: Position,
  includeDeclaration: boolean,
): Promise<Location[]> {
  const asked = await ask(session, place, position);
  if (!asked) return [];
  const declared = new Set(declarations(asked).map(({ start }) => start));
  const here = occurrences(asked).filter(({ start }) => includeDeclaration || !declared.has(start));
  return [...here.map(asked.location), ...asked.elsewhere];
}

function occurrences({ strings, named }: Asked): Span[] {
  return strings.flatMap(string => {
    const other = namedBy(string, strings);
    return other?.kind === named.kind && other.name === named.name ? [other.span] : [];
  });
}

/** The part of the text that a rename would replace; `undefined` where nothing can be renamed. */
export async function prepareRename(session: Session, place: Place, position: Position) {
  const asked = await ask(session, place, position);
  return asked && { range: asked.location(asked.named.span).range, placeholder: asked.named.name };
}

/** Gives a module, a layer or a group another name wherever the policy and the files that belong to it have it. */
export async function rename(
  session: Session,
  place: Place,
  position: Position,
  newName: string,
): Promise<WorkspaceEdit | null> {
  const asked = await ask(session, place, position);
  if (!asked) return null;
  refuseName(asked, newName);
  const byUri = new Map<string, TextEdit[]>();
  for (const { uri, range } of [...occurrences(asked).map(asked.location), ...asked.elsewhere])
    byUri.set(uri, [...(byUri.get(uri) ?? []), { range, newText: newName }]);
  if (!session.client.documentChanges) return { changes: Object.fromEntries(byUri) };
  return {
    documentChanges: [...byUri].map(([uri, edits]) => ({
      textDocument: { uri, version: session.documents.get(uri)?.version ?? null },
      edits,
    })),
  };
}

function refuseName({ view, named, strings }: Asked, newName: string): void {
  const refuse = (why: string): never => {
    throw new ResponseError(-32602, why);
  };
  if (named.kind === 'module') {
    if (!/^(?!tag:|external:)[^\s*#:"\\]+$/.test(newName))
      refuse(`"${newName}" is no module id: it must not be empty nor hold white space, quotes, \`*\`, \`#\` or \`:\`.`);
    if (view.snapshot.policy.module(newName)) refuse(`There is a module "${newName}" already.`);
  } else if (newName === '' || /["\\]/.test(newName)) refuse(`"${newName}" is no name.`);
  const taken = strings.some(string => namedBy(string, strings)?.kind === named.kind && string.value === newName);
  if (taken && newName !== named.name) refuse(`"${newName}" is taken already.`);
}
