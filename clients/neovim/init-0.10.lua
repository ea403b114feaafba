-- Neovim 0.10: into init.lua.
vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'jsonc' },
  callback = function(event)
    vim.lsp.start({
      name = 'lintel',
      cmd = { vim.fs.find('node_modules/.bin/lintel', { upward = true })[1] or 'lintel', 'lsp', '--stdio' },
      root_dir = vim.fs.root(event.buf, 'architecture.jsonc') or vim.fs.root(event.buf, { '.git', 'package.json' }),
    })
  end,
})
