" TRANSCRIPT=… vim -Nu NONE -i NONE -n -es -S <ALE> -S <the snippet> -S ale.vim, in the workspace.
function! Out(line) abort
  call writefile([a:line], $TRANSCRIPT, 'a')
endfunction

function! Fail(what) abort
  call Out('FAIL: ' . a:what)
  cquit!
endfunction

function! Wait(what, holds) abort
  let l:start = reltime()
  while !a:holds()
    if reltimefloat(reltime(l:start)) > 20 | call Fail(a:what . ' did not come') | endif
    sleep 20m
  endwhile
endfunction

function! Found() abort
  return copy(ale#engine#GetLoclist(bufnr('%')))
endfunction

function! Clean() abort
  return empty(Found())
endfunction

function! Dirty() abort
  return !Clean()
endfunction

function! Dump(title) abort
  call Out('== ' . a:title)
  for l:d in Found()
    let l:text = l:d.lnum == l:d.end_lnum ? getline(l:d.lnum)[l:d.col - 1 : l:d.end_col - 1] : '…'
    let l:severity = {'E': 'error', 'W': 'warn', 'I': 'info'}[l:d.type]
    call Out(printf('%d %s %s |%s|', l:d.lnum, l:severity, l:d.code, l:text))
    call Out('  ' . l:d.text)
  endfor
  if Clean() | call Out('nothing') | endif
endfunction

function! Type(number, text) abort
  call setline(a:number, a:text)
  ALELint
endfunction

" What the person at the keyboard answers to the menu of fixes.
runtime autoload/ale/util.vim
function! ale#util#Input(menu, default) abort
  for l:line in split(a:menu, "\n")
    let l:choice = matchlist(l:line, '^\(\d\+\)) \(.*\)$')
    if len(l:choice) && l:choice[2] is# $FIX | return l:choice[1] | endif
  endfor
  call Fail('the fix is not among ' . a:menu)
endfunction

function! Run() abort
  exe 'edit ' . $SOURCE
  set filetype=typescript
  call Type(2, $FORBIDDEN)
  call Wait('the diagnostic of the import that was typed', function('Dirty'))
  call Dump('typed')

  call cursor(Found()[0].lnum, Found()[0].col)
  ALECodeAction
  call Wait('the edit of the fix', {-> getline(2) isnot# $FORBIDDEN})
  ALELint
  call Wait('the end of the diagnostic after the fix', function('Clean'))
  call Dump('fixed')
  call Out(getline(2))

  exe 'edit! ' . $POLICY
  set filetype=jsonc
  let l:before = getline($BREAK_LINE)
  call Type($BREAK_LINE, $BREAK)
  call Wait('the diagnostic of the broken policy', function('Dirty'))
  call Dump('policy broken')
  call Type($BREAK_LINE, l:before)
  call Wait('the end of the diagnostic of the policy', function('Clean'))
  call Dump('policy mended')
endfunction

try
  call Run()
catch
  call Fail(v:exception . ' at ' . v:throwpoint)
endtry
call ale#lsp#StopAll()
call Out('== stopped')
qall!
