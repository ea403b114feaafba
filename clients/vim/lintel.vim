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

let g:lintel_executable = get(g:, 'lintel_executable', 'lintel')
let g:lintel_use_global = get(g:, 'lintel_use_global', 0)

for s:filetype in ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'json', 'jsonc']
  call ale#linter#Define(s:filetype, {
  \   'name': 'lintel',
  \   'lsp': 'stdio',
  \   'executable': function('LintelProgram'),
  \   'command': '%e lsp --stdio',
  \   'project_root': function('LintelRoot'),
  \})
endfor
