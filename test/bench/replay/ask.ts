import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { runHook } from '../../../clients/cli/hook/run-hook.js';

export interface ToolFinding {
  readonly id: string;
  readonly severity: string;
  readonly at: string;
  readonly rule: string;
  readonly message: string;
  readonly fix?: string;
  readonly edits?: readonly { readonly old: string; readonly new: string }[];
}

export interface ToolAnswer {
  readonly status: string;
  readonly reason?: string;
  readonly findings?: readonly ToolFinding[];
  readonly reuse?: readonly { readonly symbol: string; readonly why: string; readonly import?: string }[];
}

/** The built server, which also hosts the engine that hooks are answered from. */
export interface Asking {
  tool(
    name: string,
    input: Record<string, unknown>,
  ): Promise<{ readonly answer: ToolAnswer; readonly text: string; readonly ms: number }>;
  /** What a hook prints, as text; `''` for nothing. */
  hook(payload: object): Promise<{ readonly out: string; readonly note: string | undefined; readonly ms: number }>;
  close(): Promise<void>;
}

export async function startAsking(root: string, main: string): Promise<Asking> {
  const client = new Client({ name: 'replay', version: '1' });
  const env = { ...process.env } as Record<string, string>;
  const args = [main, 'mcp', '--tools', 'all'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: root, env, stderr: 'ignore' }));
  const timed = async <T>(work: () => Promise<T>): Promise<T & { ms: number }> => {
    const start = performance.now();
    const result = await work();
    return { ...result, ms: performance.now() - start };
  };
  return {
    tool: (name, input) =>
      timed(async () => {
        const result = await client.callTool({ name, arguments: input }, undefined, { timeout: 1_200_000 });
        const [block] = result.content as { text: string }[];
        return { answer: result.structuredContent as unknown as ToolAnswer, text: block?.text ?? '' };
      }),
    hook: payload =>
      timed(async () => {
        const { json, note } = await runHook(JSON.stringify(payload), { deadlineMs: 120_000, env: {}, cwd: root });
        return { out: json ? JSON.stringify(json) : '', note };
      }),
    close: () => client.close(),
  };
}

/** True for a hook's answer that keeps the write from the disk. */
export function isStop(out: string): boolean {
  return /"(?:permissionDecision|decision|permission)":"(?:deny|ask|block)"/.test(out);
}

/** The rules that a hook's answer names. */
export function rulesIn(out: string): readonly string[] {
  return [...out.matchAll(/\(([a-z-]+\/[a-z-]+)\)/g)].map(([, rule]) => rule ?? '');
}
