/**
 * The plugin that opencode loads: it has no hooks of its own, but lets a plugin refuse a tool call by throwing. Plain
 * JavaScript without imports of ours, since it is copied into other repositories.
 */
export function opencodePlugin(start: readonly string[]): string {
  return `import { spawnSync } from 'node:child_process';

/** Asks \`lintel hook\` before a file is written; what it refuses is not written, and the agent reads why. */
const command = ${JSON.stringify(start).replaceAll('"', "'").replaceAll(',', ', ')};

export const Lintel = async ({ directory }) => ({
  'tool.execute.before': async (call, { args }) => {
    if (!['write', 'edit', 'multiedit', 'patch', 'apply_patch'].includes(call.tool)) return;
    const payload = {
      session_id: call.sessionID,
      cwd: directory,
      hook_event_name: 'PreToolUse',
      tool_name: call.tool,
      tool_input: args,
    };
    const [program, ...rest] = command;
    const { stdout } = spawnSync(program, [...rest, 'hook', '--dialect', 'claude-code'], {
      cwd: directory,
      input: JSON.stringify(payload),
      encoding: 'utf8',
      timeout: 10_000,
      shell: process.platform === 'win32',
    });
    const reason = refusalIn(stdout);
    if (reason) throw new Error(reason);
  },
});

function refusalIn(text) {
  try {
    const { permissionDecision, permissionDecisionReason } = JSON.parse(text).hookSpecificOutput;
    return permissionDecision === 'deny' || permissionDecision === 'ask' ? permissionDecisionReason : undefined;
  } catch {
    return undefined; // Nothing to say, or not checked: the write goes on.
  }
}
`;
}
