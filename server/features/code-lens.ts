import type { CodeLens } from 'vscode-languageserver';
import { POLICY_FILE } from '../../core/index.js';
import { allStrings, readPolicyText } from '../policy/document.js';
import { roleAt } from '../policy/roles.js';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';

/** Above the first line who imports the file, above a module of the policy what it holds. Failure modes of functions join here. */
export async function codeLenses(session: Session, place: Place): Promise<CodeLens[]> {
  if (!session.settings.codeLens.dependents) return [];
  const view = await place.project.fresh();
  if (!view) return [];
  const { graph, policy } = view.snapshot;
  const positions = positionsIn(session, place.project, view, place.path);
  const lens = (start: number, title: string): CodeLens => ({
    range: positions.spanToLsp({ start, end: start }),
    command: { title, command: '' },
  });
  if (place.path !== POLICY_FILE) {
    if (!graph.has(place.path)) return [];
    const module = policy.moduleOf(place.path);
    const users = graph.dependents(place.path);
    const modules = new Set(users.map(user => policy.moduleOf(user)?.id).filter(id => id !== module?.id));
    const title = `${module ? `${module.id}: ` : ''}imported by ${plural(users.length, 'file')}${modules.size > 0 ? `, ${plural(modules.size, 'other module')}` : ''}`;
    return [lens(0, title)];
  }
  const counts = new Map<string, number>();
  for (const file of graph.files) {
    const id = policy.moduleOf(file)?.id;
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return allStrings(readPolicyText(policy.text))
    .filter(({ path, isKey }) => roleAt(path, isKey) === 'declares-module')
    .flatMap(({ value, span }) =>
      policy.module(value) ? [lens(span.start, plural(counts.get(value) ?? 0, 'file'))] : [],
    );
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
