import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache/editors');

/** The packaged extension. */
export const vsix = join(root, 'clients/vscode/lintel.vsix');

/** What those editors looked like that run in a browser, step by step; git ignores it. */
export const screenshots = join(cache, 'screenshots');

/** An editor that tests drive, and how it gets onto a machine. */
export interface Editor {
  readonly name: string;
  /** Its program, where there is one on this machine. */
  readonly program: string | undefined;
  readonly install: string;
  /** `.ci/run` installs it, so there its absence is a failure. */
  readonly inGate: boolean;
}

export const editors = {
  neovim010: editor('Neovim 0.10', peer('nvim-0.10/nvim'), 'test/editors/peers/install.sh nvim-0.10', true),
  neovim012: editor('Neovim 0.12', peer('nvim-0.12/nvim'), 'test/editors/peers/install.sh nvim-0.12', false),
  emacs: editor('Emacs with eglot', onPath('emacs'), 'apt-get install emacs-nox elpa-eglot', true),
  emacs30: editor('Emacs 30', peer('emacs-30/emacs'), 'test/editors/peers/install.sh emacs-30', false),
  vim: editor(
    'Vim with ALE',
    existsSync('/usr/share/vim-ale') ? onPath('vim.nox') : undefined,
    'apt-get install vim-nox vim-ale',
    true,
  ),
  helix: editor(
    'Helix',
    onPath('tmux') && peer('helix/hx'),
    'test/editors/peers/install.sh helix, apt-get install tmux',
    false,
  ),
  vscode: editor(
    'VS Code',
    existsSync(vsix) ? peer('code-server/package.json') : undefined,
    'test/editors/peers/install.sh code-server, npm run package:vscode',
    false,
  ),
  monaco: editor(
    'Monaco',
    onPath('chromium') && peer('monaco/dist/index.html'),
    'test/editors/peers/install.sh monaco, apt-get install chromium',
    false,
  ),
} as const;

/** The editor has to be there: in the gate what `.ci/run` installs, in `npm run test:editors` all of them. */
export function isRequired({ inGate }: Editor): boolean {
  return process.env.LINTEL_EDITORS === 'all' || (process.env.CI === 'true' && inGate);
}

function editor(name: string, program: string | undefined, install: string, inGate: boolean): Editor {
  return { name, program, install, inGate };
}

function peer(path: string): string | undefined {
  const file = join(cache, path);
  return existsSync(file) ? file : undefined;
}

function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map(folder => join(folder, program))
    .find(file => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
