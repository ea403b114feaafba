" Vim 9 with ALE 3.3 or later: into ~/.vim/after/plugin/lintel.vim.
function! LintelRoot(buffer) abort
  for l:marker in ['architecture.jsonc', 'package.json']
    let l:file = ale#path#FindNearestFile(a:buffer, l:marker)
    if !empty(l:file) | return fnamemodify(l:file, ':h') | endif
  endfor
  return ''
endfunction

function! LintelProgram(buffer) abort
  return ale#path#FindExecutable(a:buffer, 'lintel', ['node_modules/.bin/lintel'])
endfunction

let g:ale_lintel_executable = get(g:, 'lintel_executable', 'lintel')
let g:ale_lintel_use_global = get(g:, 'lintel_use_global', 0)

let g:ale_linters = get(g:, 'ale_linters', {})

for s:filetype in ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'jsonc']
  call ale#linter#Define(s:filetype, {
  \   'name': 'lintel',
  \   'lsp': 'stdio',
  \   'executable': function('LintelProgram'),
  \   'command': '%e lsp --stdio',
  \   'project_root': function('LintelRoot'),
  \})
  " Where ALE or your vimrc has a list of linters, only those of the list run.
  if s:filetype is# 'jsonc' || has_key(g:ale_linters, s:filetype)
    let g:ale_linters[s:filetype] = get(g:ale_linters, s:filetype, []) + ['lintel']
  endif
endfor
