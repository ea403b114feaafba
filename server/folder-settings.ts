import type { Connection } from 'vscode-languageserver';
import type { Client } from './client.js';
import type { Project } from './project.js';
import type { Projects } from './projects.js';
import { type Settings, settingsFrom } from './settings.js';
import { uriOfPath } from './uris.js';

/** What a person has set, which may differ from folder to folder. */
export interface FolderSettings {
  of(project: Project): Settings;
  /** Of every root that is known, and of files outside them. */
  all(): readonly Settings[];
  /** Asks the client anew, or takes what it sent where it cannot be asked. */
  read(given?: unknown): Promise<void>;
  /** False for a root whose settings were not read yet. */
  knows(project: Project): boolean;
}

/** Starts with what came with `initialize`; it stays in force wherever the editor has no word for us. */
export function folderSettings(
  connection: Connection,
  client: Client,
  initial: unknown,
  projects: () => Projects,
): FolderSettings {
  let common = settingsFrom(initial);
  const byRoot = new Map<string, Settings>();

  const ask = async (): Promise<void> => {
    const roots = projects()
      .all()
      .map(({ root }) => root);
    const items = [undefined, ...roots].map(root => ({
      section: 'lintel',
      ...(root !== undefined && { scopeUri: uriOfPath(root) }),
    }));
    // expected unknown: with a client that does not answer, the settings known so far stay in force.
    const answers: unknown = await connection.workspace.getConfiguration(items).catch(() => null);
    const [first, ...rest] = Array.isArray(answers) ? answers : [];
    common = isSaid(first) ? settingsFrom(first) : common;
    for (const [i, root] of roots.entries()) byRoot.set(root, isSaid(rest[i]) ? settingsFrom(rest[i]) : common);
  };

  return {
    of: project => byRoot.get(project.root) ?? common,
    all: () => [common, ...byRoot.values()],
    knows: project => !client.configuration || byRoot.has(project.root),
    async read(given) {
      if (client.configuration) await ask();
      else if (isSaid(given)) common = settingsFrom(given);
    },
  };
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined;
}
