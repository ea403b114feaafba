-- TRANSCRIPT=… nvim --headless --clean -n -S <the snippet> -S nvim.lua, in the workspace.
local transcript = assert(io.open(os.getenv('TRANSCRIPT'), 'w'))
local function out(line) transcript:write(line .. '\n') end

local function finish(status)
  transcript:close()
  vim.cmd(status == 0 and 'qall!' or 'cquit 1')
end

local function wait(what, holds)
  if vim.wait(20000, holds, 20) then return end
  out('FAIL: ' .. what .. ' did not come')
  local log = io.open(vim.lsp.get_log_path())
  if log then out(log:read('a')); log:close() end
  finish(1)
end

local function dump(title)
  out('== ' .. title)
  local found = vim.diagnostic.get(0)
  table.sort(found, function(a, b) return a.lnum * 1e5 + a.col < b.lnum * 1e5 + b.col end)
  for _, d in ipairs(found) do
    local text = table.concat(vim.api.nvim_buf_get_text(0, d.lnum, d.col, d.end_lnum, d.end_col, {}), '\\n')
    out(('%d %s %s |%s|'):format(d.lnum + 1, vim.diagnostic.severity[d.severity]:lower(), d.code, text))
    out('  ' .. d.message)
  end
  if #found == 0 then out('nothing') end
end

local function replace_line(number, text) vim.api.nvim_buf_set_lines(0, number - 1, number, true, { text }) end
local function clean() return #vim.diagnostic.get(0) == 0 end
local function dirty() return not clean() end

local ok, problem = pcall(function()
  vim.cmd('edit ' .. os.getenv('SOURCE'))
  replace_line(2, os.getenv('FORBIDDEN'))
  wait('the diagnostic of the import that was typed', dirty)
  dump('typed')

  local at = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { at.lnum + 1, at.col })
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == os.getenv('FIX') end })
  wait('the end of the diagnostic after the fix', clean)
  dump('fixed')
  out(vim.fn.getline(2))

  vim.cmd('edit! ' .. os.getenv('POLICY'))
  local number = tonumber(os.getenv('BREAK_LINE'))
  local before = vim.fn.getline(number)
  replace_line(number, os.getenv('BREAK'))
  wait('the diagnostic of the broken policy', dirty)
  dump('policy broken')
  replace_line(number, before)
  wait('the end of the diagnostic of the policy', clean)
  dump('policy mended')

  for _, client in ipairs(vim.lsp.get_clients()) do client.stop(client) end
  wait('the end of the server', function() return #vim.lsp.get_clients() == 0 end)
  out('== stopped')
end)
if not ok then out('FAIL: ' .. tostring(problem)) end
finish(ok and 0 or 1)
