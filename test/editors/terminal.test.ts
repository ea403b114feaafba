import { describe } from 'vitest';
import { editors } from './editors.js';
import { inEditor } from './in-editor.js';
import { scriptFile, snippet } from './session.js';
import { script } from './workspace.js';

/** Every editor shows the same: `golden.txt`. Each runs its snippet of `clients/` as a user pastes it. */
describe('a forbidden import typed, diagnosed and fixed, a policy broken and mended, nothing saved', () => {
  for (const [editor, init] of [
    [editors.neovim010, 'neovim/init-0.10.lua'],
    [editors.neovim012, 'neovim/init.lua'],
  ] as const) {
    inEditor(editor, ({ run }, nvim) =>
      run(nvim, ['--headless', '--clean', '-n', '-S', snippet(init), '-S', scriptFile('nvim.lua')]),
    );
  }

  for (const editor of [editors.emacs, editors.emacs30]) {
    inEditor(editor, ({ run }, emacs) =>
      run(emacs, ['--batch', '-q', '-l', snippet('emacs/init.el'), '-l', scriptFile('eglot.el')]),
    );
  }

  // ALE takes UTF-16 columns for bytes: past a character that is not ASCII its ranges and edits are off. Here there is none.
  inEditor(editors.vim, async (session, vim) => {
    const [astral, ascii] = ['🚪🚪', '--'];
    session.env.FORBIDDEN = script.FORBIDDEN.replace(astral, ascii);
    const seen = await session.run(vim, [
      ...['-Nu', 'NONE', '-i', 'NONE', '-n', '-es'],
      ...['--cmd', 'set packpath^=/usr/share/vim/vimfiles runtimepath^=/usr/share/vim-ale hidden noswapfile'],
      ...['-c', 'runtime plugin/ale.vim', '-S', snippet('vim/lintel.vim'), '-S', scriptFile('ale.vim')],
    ]);
    return seen.replace(`/* ${ascii} */`, `/* ${astral} */`);
  });
});
