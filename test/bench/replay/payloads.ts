import { join } from 'node:path';
import type { Write } from './case.js';

/** The lines in which two texts differ, with as many around them as make them occur once in the earlier text. */
export function changedBlock(before: string, after: string): { readonly old: string; readonly new: string } {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  for (;;) {
    const old = a.slice(start, endA).join('\n');
    const isWhole = start === 0 && endA === a.length;
    if (isWhole || (old !== '' && before.indexOf(old) === before.lastIndexOf(old)))
      return { old, new: b.slice(start, endB).join('\n') };
    if (start > 0) start--;
    if (endA < a.length) {
      endA++;
      endB++;
    }
  }
}

let session = 0;

/** What clients say of a write they are about to make: each a tool of one of them. */
export const hookShapes = ['Claude Write', 'Claude Edit', 'Gemini', 'Copilot', 'Cursor'] as const;
export type HookShape = (typeof hookShapes)[number];

export function hookPayload(shape: HookShape, root: string, { path, before, text }: Write): object {
  const file = join(root, path);
  const session_id = `replay-${++session}`;
  const base = { session_id, cwd: root, hook_event_name: 'PreToolUse' };
  switch (shape) {
    case 'Claude Edit': {
      if (before === undefined) return hookPayload('Claude Write', root, { path, before, text });
      const block = changedBlock(before, text);
      const tool_input = { file_path: file, old_string: block.old, new_string: block.new, replace_all: false };
      return { ...base, tool_name: 'Edit', tool_input };
    }
    case 'Gemini':
      return {
        ...base,
        hook_event_name: 'BeforeTool',
        tool_name: 'write_file',
        tool_input: { file_path: path, content: text },
      };
    case 'Copilot':
      return {
        sessionId: session_id,
        timestamp: 1,
        cwd: root,
        toolName: 'create',
        toolArgs: { path: file, file_text: text },
      };
    case 'Cursor': {
      const fields = {
        conversation_id: session_id,
        cursor_version: '2',
        workspace_roots: [root],
        hook_event_name: 'preToolUse',
      };
      return { ...fields, tool_name: 'Write', tool_input: { file_path: file, content: text } };
    }
    default:
      return { ...base, tool_name: 'Write', tool_input: { file_path: file, content: text } };
  }
}

/** Codex: one envelope, a hunk of the changed lines with three around them. */
export function patchPayload(root: string, { path, before, text }: Write): object {
  const lines = before === undefined ? addFile(path, text) : updateFile(path, before, text);
  const command = ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n');
  const session_id = `replay-${++session}`;
  return {
    session_id,
    turn_id: '1',
    cwd: root,
    hook_event_name: 'PreToolUse',
    tool_name: 'apply_patch',
    tool_input: { command },
  };
}

function addFile(path: string, text: string): readonly string[] {
  return [
    `*** Add File: ${path}`,
    ...text
      .replace(/\n$/, '')
      .split('\n')
      .map(line => `+${line}`),
  ];
}

function updateFile(path: string, before: string, text: string): readonly string[] {
  const block = changedBlock(before, text);
  const removed = block.old === '' ? [] : block.old.split('\n').map(line => `-${line}`);
  return [`*** Update File: ${path}`, '@@', ...removed, ...block.new.split('\n').map(line => `+${line}`)];
}

/** After a command of the shell. */
export function shellPayload(root: string, id: string): object {
  return {
    session_id: id,
    cwd: root,
    hook_event_name: 'PostToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'sed -i …' },
    tool_response: {},
  };
}

/** At the end of the turn. */
export function stopPayload(root: string, id: string): object {
  return { session_id: id, cwd: root, hook_event_name: 'Stop', stop_hook_active: false };
}

const statement = /^(?:import|export)\s[^;'"]*?from\s*['"][^'"\n]+['"];?|^import\s*['"][^'"\n]+['"];?/gm;

/** What an agent would say of a write beforehand: the imports and exports that it adds. */
export function planOf({ path, before, text }: Write): { path: string; imports?: string[]; exports?: string[] } {
  const known = new Set((before?.match(statement) ?? []).map(flat));
  const imports = [...new Set((text.match(statement) ?? []).map(flat))].filter(each => !known.has(each)).slice(0, 100);
  const declared = /^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm;
  const before_ = new Set([...(before ?? '').matchAll(declared)].map(([, name]) => name));
  const exports = [...text.matchAll(declared)]
    .flatMap(([, name = '']) => (before_.has(name) ? [] : [name]))
    .slice(0, 100);
  return { path, ...(imports.length > 0 && { imports }), ...(exports.length > 0 && { exports }) };
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 300);
}
