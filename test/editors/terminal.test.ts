import { describe } from 'vitest';
import { editors } from './editors.js';
import { inEditor } from './in-editor.js';
import { scriptFile, snippet } from './session.js';

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

  inEditor(editors.emacs, ({ run }, emacs) =>
    run(emacs, ['--batch', '-q', '-l', snippet('emacs/init.el'), '-l', scriptFile('eglot.el')]),
  );

  inEditor(editors.vim, ({ run }, vim) =>
    run(vim, [
      ...['-Nu', 'NONE', '-i', 'NONE', '-n', '-es'],
      ...['--cmd', 'set packpath^=/usr/share/vim/vimfiles runtimepath^=/usr/share/vim-ale hidden noswapfile'],
      ...['-c', 'runtime plugin/ale.vim', '-S', snippet('vim/lintel.vim'), '-S', scriptFile('ale.vim')],
    ]),
  );
});
