import { existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where the server was looked for, and what decides. */
export interface Where {
  /** `lintel.server.path`; empty when not set. */
  readonly setting: string;
  /** Absolute paths of the workspace folders. */
  readonly folders: readonly string[];
  /** Only a trusted workspace may bring the program that runs. */
  readonly trusted: boolean;
  readonly path: string;
  /** Endings of programs on Windows, as in `PATHEXT`; empty elsewhere. */
  readonly endings: readonly string[];
}

export interface Located {
  /** A JavaScript file that Node runs, or a program. */
  readonly kind: 'script' | 'program';
  readonly file: string;
  readonly from: 'setting' | 'workspace' | 'path';
}

export interface NotLocated {
  /** One sentence: what is missing and what to do. */
  readonly problem: string;
}

/** The server to start: the one of the setting, of the workspace, of the `PATH`. A setting that leads nowhere is an error, not a reason to guess. */
export function locateServer({ setting, folders, trusted, path, endings }: Where): Located | NotLocated {
  if (setting !== '') {
    const file = isAbsolute(setting) ? setting : join(folders[0] ?? '', setting);
    if (!isFile(file)) return { problem: `lintel.server.path names ${file}, and there is no such file.` };
    return { kind: /\.[cm]?js$/.test(file) ? 'script' : 'program', file, from: 'setting' };
  }
  const scripts = folders.flatMap(folder => upwards(folder).map(above => join(above, SCRIPT)));
  const script = trusted ? scripts.find(isFile) : undefined;
  if (script !== undefined) return { kind: 'script', file: script, from: 'workspace' };
  const names = endings.length === 0 ? ['lintel'] : endings.map(ending => `lintel${ending.toLowerCase()}`);
  const program = path
    .split(delimiter)
    .filter(folder => isAbsolute(folder))
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(isFile);
  if (program !== undefined) return { kind: 'program', file: program, from: 'path' };
  if (!trusted && scripts.some(isFile)) {
    return { problem: 'The lintel of this workspace runs once you trust the workspace; there is none on the PATH.' };
  }
  return {
    problem:
      'Lintel is neither in node_modules of the workspace nor on the PATH: run npm install --save-dev lintel, or set lintel.server.path.',
  };
}

const SCRIPT = 'node_modules/lintel/dist/clients/cli/main.js';

/** The folder and those above it: a workspace of a monorepo finds what is installed at the top. */
function upwards(folder: string): readonly string[] {
  const above = join(folder, '..');
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}
