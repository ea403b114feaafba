-- Neovim 0.11 and later: into init.lua.
vim.lsp.config('lintel', {
  cmd = { vim.fs.find('node_modules/.bin/lintel', { upward = true })[1] or 'lintel', 'lsp', '--stdio' },
  filetypes = { 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'jsonc' },
  root_markers = { 'architecture.jsonc', '.git', 'package.json' },
})
vim.lsp.enable('lintel')
