import type { CodeLens } from 'vscode-languageserver';
import { behaviourDelta, POLICY_FILE, type Snapshot } from '../../core/index.js';
import { allStrings, readPolicyText } from '../policy/document.js';
import { roleAt } from '../policy/roles.js';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';
import { plural } from '../words.js';
import { changeLines } from './lenses/changes.js';
import { failureLines } from './lenses/failures.js';
import type { Line } from './lenses/line.js';

/** Above the first line who imports the file, above a function how it fails and what changed in it, above a module of the policy what it holds. */
export async function codeLenses(session: Session, place: Place): Promise<CodeLens[]> {
  const { dependents, failures, changes } = session.settings.of(place.project).codeLens;
  if (!dependents && !failures && !changes) return [];
  const view = await place.project.complete();
  if (!view) return [];
  const { snapshot } = view;
  const base = changes ? await place.project.base(view) : undefined;
  const positions = positionsIn(session, place.project, view, place.path);
  const lines = [
    ...(dependents ? (place.path === POLICY_FILE ? moduleLines(snapshot) : fileLines(snapshot, place.path)) : []),
    ...(failures && view.isComplete ? failureLines(snapshot, place.path) : []),
    ...(base && view.isComplete ? changeLines(behaviourDelta(base, snapshot), snapshot, place.path) : []),
  ];
  return lines.map(({ offset, title }) => ({
    range: positions.spanToLsp({ start: offset, end: offset }),
    command: { title, command: '' },
  }));
}

function fileLines({ graph, policy }: Snapshot, path: string): readonly Line[] {
  if (!graph.has(path)) return [];
  const module = policy.moduleOf(path);
  const users = graph.dependents(path);
  const modules = new Set(users.map(user => policy.moduleOf(user)?.id).filter(id => id !== module?.id));
  const others = modules.size > 0 ? `, ${plural(modules.size, 'other module')}` : '';
  const title = `${module ? `${module.id}: ` : ''}imported by ${plural(users.length, 'file')}${others}`;
  return [{ offset: 0, title }];
}

function moduleLines({ graph, policy }: Snapshot): readonly Line[] {
  const counts = new Map<string, number>();
  for (const file of graph.files) {
    const id = policy.moduleOf(file)?.id;
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return allStrings(readPolicyText(policy.text))
    .filter(({ path, isKey }) => roleAt(path, isKey) === 'declares-module')
    .flatMap(({ value, span }) =>
      policy.module(value) ? [{ offset: span.start, title: plural(counts.get(value) ?? 0, 'file') }] : [],
    );
}
