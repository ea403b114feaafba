import { findNodeAtLocation, getLocation } from 'jsonc-parser';
import { type CompletionItem, CompletionItemKind, type CompletionParams } from 'vscode-languageserver';
import type { Module } from '../../core/index.js';
import type { View } from '../project.js';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';
import { readPolicyText } from './document.js';
import { type Name, namesFor } from './names.js';
import { roleAt } from './roles.js';
import { schemasAt } from './schema.js';

/** Names of modules, tags, layers, paths, rules and packages, keys and fixed words: whatever may stand at the cursor. */
export async function completion(session: Session, place: Place, params: CompletionParams): Promise<CompletionItem[]> {
  const view = await place.project.fresh();
  const text = view?.snapshot.text(place.path);
  if (!view || text === undefined) return [];
  const positions = positionsIn(session, place.project, view, place.path);
  const offset = positions.offsetOf(params.position);
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const isInString = previousNode?.type === 'string' && previousNode.offset < offset;
  const span = isInString
    ? { start: previousNode.offset, end: previousNode.offset + previousNode.length }
    : { start: offset, end: offset };
  const typed = isInString ? String(previousNode.value ?? '') : '';
  const range = positions.spanToLsp(span);
  const proposed = isAtPropertyKey
    ? [...ruleKeys(view, [...path.slice(0, -1), ''], typed), ...keysAt([...path.slice(0, -1)])]
    : [...namesAt(view, path, typed), ...wordsAt(path)];
  const colon = isAtPropertyKey && !/^\s*:/.test(text.slice(span.end)) ? ': ' : '';
  const seen = new Set<string>();
  return proposed.flatMap(({ name, detail, documentation, kind }, i) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const quoted = JSON.stringify(name);
    return [
      {
        label: name,
        kind,
        ...(detail && { detail }),
        ...(documentation && { documentation }),
        // Editors compare with the text that is replaced, quotes included.
        filterText: quoted,
        sortText: String(i).padStart(5, '0'),
        textEdit: { range, newText: `${quoted}${colon}` },
      },
    ];
  });
}

type Proposed = Name & { readonly kind: CompletionItemKind };
type Path = readonly (string | number)[];

function ruleKeys(view: View, path: Path, typed: string): Proposed[] {
  const role = roleAt([...path], true);
  return role ? withKind(namesFor(role, view, typed, undefined), CompletionItemKind.EnumMember) : [];
}

function keysAt(path: Path): Proposed[] {
  return schemasAt([...path]).flatMap(node =>
    Object.entries(node.properties ?? {}).map(([name, { description }]) => ({
      name,
      ...(description && { documentation: description }),
      kind: CompletionItemKind.Property,
    })),
  );
}

function namesAt(view: View, path: Path, typed: string): Proposed[] {
  const role = roleAt([...path], false);
  return role ? withKind(namesFor(role, view, typed, moduleAround(view, path)), CompletionItemKind.Value) : [];
}

/** The words that the schema lists for a place. */
function wordsAt(path: Path): Proposed[] {
  return schemasAt([...path]).flatMap(node => {
    const words = node.enum ?? (node.const === undefined ? [] : [node.const]);
    return words
      .filter(word => typeof word === 'string')
      .map(name => ({
        name,
        kind: CompletionItemKind.EnumMember,
        ...(node.description && { documentation: node.description }),
      }));
  });
}

/** The module whose entry in the policy a place lies in. */
function moduleAround({ snapshot }: View, path: Path): Module | undefined {
  if (path[0] !== 'modules' || typeof path[1] !== 'number') return undefined;
  const { modules, text } = snapshot.policy;
  const id = idOfEntry(text, path[1]);
  return id === undefined ? undefined : modules.find(module => module.id === id);
}

function withKind(names: readonly Name[], kind: CompletionItemKind): Proposed[] {
  return names.map(name => ({ ...name, kind }));
}

function idOfEntry(text: string, index: number): string | undefined {
  const entry = readPolicyText(text);
  const node = entry.root && findNodeAtLocation(entry.root, ['modules', index, 'id']);
  return typeof node?.value === 'string' ? node.value : undefined;
}
