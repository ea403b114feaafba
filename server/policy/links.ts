import { posix } from 'node:path';
import type { DocumentLink } from 'vscode-languageserver';
import type { Place } from '../projects.js';
import { positionsIn, type Session, uriOf } from '../session.js';
import { allStrings, readPolicyText } from './document.js';
import { roleAt } from './roles.js';

/** The files that the policy names, to be opened from it. */
export async function documentLinks(session: Session, place: Place): Promise<DocumentLink[]> {
  const view = await place.project.fresh();
  if (!view || place.path !== view.snapshot.policy.path) return [];
  const { snapshot } = view;
  const positions = positionsIn(session, place.project, view, place.path);
  const document = readPolicyText(snapshot.policy.text);
  const strings = allStrings(document);
  const folderOf = (index: unknown): string => {
    const id = strings.find(({ path, isKey }) => path[1] === index && roleAt(path, isKey) === 'declares-module');
    return snapshot.policy.module(id?.value ?? '')?.folder ?? '';
  };
  return strings.flatMap(({ value, path, isKey, span }) => {
    const role = roleAt(path, isKey);
    if (role !== 'path' && role !== 'entry' && role !== 'selector') return [];
    const name = value.split('#', 1)[0] ?? '';
    const candidates = role === 'entry' ? [posix.join(folderOf(path[1]), name), name] : [posix.normalize(name)];
    const file = candidates.find(candidate => !candidate.startsWith('..') && snapshot.isFile(candidate));
    return file === undefined
      ? []
      : [{ range: positions.spanToLsp(span), target: uriOf(session, place.project, file) }];
  });
}
