import { parsePatch } from '../../../core/start.js';
import type { ProposedEdit, Replacement } from '../engine.js';
import type { Payload } from './dialect.js';

/** An edit with the path as the client wrote it. */
export type StatedEdit = ProposedEdit;

/** What a tool is about to write, or wrote. */
export type StatedEdits =
  | { readonly edits: readonly StatedEdit[]; readonly unclear?: string }
  /** The payload says that it is an edit, but not which. */
  | { readonly malformed: string };

/**
 * The edits that a tool call states, told by the fields of its input: all editing tools name a path and either a whole
 * text, or an old and a new one, or carry a patch. Tools of MCP servers write nothing, whatever their fields are called.
 */
export function statedEdits(payload: Payload): StatedEdits {
  const tool = textOf(payload.tool_name ?? payload.toolName) ?? '';
  const given = payload.tool_input ?? payload.toolArgs ?? payload.toolInput;
  if (/^mcp_|^mcp[A-Z:]/.test(tool) || payload.mcp_context !== undefined) return { edits: [] };
  if (typeof given === 'string') return fromText(given, tool);
  if (!isRecord(given)) {
    const isEdit = /^(?:write|edit|multiedit|create|replace|apply_patch|write_file|strreplace)$/i.test(tool);
    return isEdit ? { malformed: `${tool} came without its input` } : { edits: [] };
  }
  return fromFields(given, tool);
}

/** Copilot passes its arguments as JSON in a string, patches as they are. */
function fromText(given: string, tool: string): StatedEdits {
  if (given.includes('*** Begin Patch')) return fromPatch(given);
  try {
    const parsed: unknown = JSON.parse(given);
    return isRecord(parsed) ? fromFields(parsed, tool) : { edits: [] };
  } catch {
    return { malformed: `the input of ${tool || 'the tool'} is text that is no JSON` };
  }
}

function fromFields(input: Payload, tool: string): StatedEdits {
  const patch = patchIn(input, tool);
  if (patch !== undefined) return fromPatch(patch.text, patch.folder);
  if (Array.isArray(input.files)) {
    const names = input.files.filter(name => typeof name === 'string');
    return { edits: [], unclear: `${tool} names files without their new text (${names.slice(0, 3).join(', ')})` };
  }
  const path = firstText(input, ['file_path', 'filePath', 'path', 'target_file', 'absolute_path', 'file']);
  if (Array.isArray(input.replacements)) return manyReplacements(input.replacements);
  if (path === undefined) return { edits: [] };
  const text = firstText(input, ['content', 'file_text', 'contents', 'fileText', 'text']);
  if (text !== undefined && !readsOnly.test(tool)) return { edits: [{ kind: 'write', path, text }] };
  const steps = Array.isArray(input.edits) ? input.edits.map(stepOf) : [stepOf(input)];
  if (steps.every(step => step === undefined)) {
    if (/delete|remove/i.test(tool)) return { edits: [{ kind: 'delete', path }] };
    if (/^(?:write|edit|multiedit|create|replace|write_file|strreplace)$/i.test(tool))
      return { malformed: `${tool} of ${path} has neither a text nor an old and a new one` };
    return { edits: [] };
  }
  const whole = steps.filter(step => step !== undefined);
  if (whole.length < steps.length) return { malformed: `an edit of ${path} has no old and new text` };
  return { edits: [{ kind: 'replace', path, steps: whole }] };
}

/** Tools that take a text to look for or to show. */
const readsOnly = /^(?:read|view|grep|glob|search|find|ls|list|fetch|web)/i;

function stepOf(edit: unknown): Replacement | undefined {
  if (!isRecord(edit)) return undefined;
  const old = firstText(edit, ['old_string', 'old_str', 'oldString', 'oldText', 'old']);
  const next = firstText(edit, ['new_string', 'new_str', 'newString', 'newText', 'new']);
  if (old === undefined || next === undefined) return undefined;
  const all = edit.replace_all === true || edit.replaceAll === true || edit.allow_multiple === true;
  const count = Number(edit.expected_replacements);
  return { old, new: next, ...(all && { all }), ...(count > 1 && { count }) };
}

/** VS Code's `multi_replace_string_in_file`. */
function manyReplacements(replacements: readonly unknown[]): StatedEdits {
  const edits: StatedEdit[] = [];
  for (const replacement of replacements) {
    const path = isRecord(replacement) ? firstText(replacement, ['filePath', 'file_path', 'path']) : undefined;
    const step = stepOf(replacement);
    if (path === undefined || step === undefined) return { malformed: 'a replacement has no path, old and new text' };
    edits.push({ kind: 'replace', path, steps: [step] });
  }
  return { edits };
}

/** The envelope of `apply_patch`: the tool's own, or a heredoc that a shell passes to the command of that name. */
function patchIn(input: Payload, tool: string): { readonly text: string; readonly folder?: string } | undefined {
  const command = Array.isArray(input.command) ? input.command.join(' ') : input.command;
  const candidate = [command, input.input, input.patch, input.patchText].find(
    text => typeof text === 'string' && text.includes('*** Begin Patch'),
  );
  if (typeof candidate !== 'string') return undefined;
  if (/patch/i.test(tool)) return { text: candidate };
  const shell = /(?:\bcd\s+(['"]?)([^\s'"&;]+)\1\s*&&\s*)?\bapply_patch\b/.exec(candidate);
  if (!shell) return undefined;
  return { text: candidate, ...(shell[2] !== undefined && { folder: shell[2] }) };
}

function fromPatch(text: string, folder?: string): StatedEdits {
  const patch = parsePatch(text);
  if (!patch.ok) return { edits: [], unclear: patch.why };
  if (folder === undefined) return { edits: patch.edits };
  const inFolder = (path: string) => (/^(?:\/|[A-Za-z]:)/.test(path) ? path : `${folder}/${path}`);
  return {
    edits: patch.edits.map(edit => ({
      ...edit,
      path: inFolder(edit.path),
      ...(edit.kind === 'patch' && edit.moveTo !== undefined && { moveTo: inFolder(edit.moveTo) }),
    })),
  };
}

function firstText(record: Payload, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
