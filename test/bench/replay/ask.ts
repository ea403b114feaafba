import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  readonly reuse?: readonly {
    readonly symbol: string;
    readonly why: string;
    readonly import?: string;
    readonly replaces?: string;
  }[];
}

/** What a hook prints, `''` for nothing, and its note, after so many milliseconds. */
export interface HookAnswer {
  readonly out: string;
  readonly note: string | undefined;
  readonly ms: number;
}

/** The built server, which also hosts the engine that hooks are answered from. */
export interface Asking {
  tool(
    name: string,
    input: Record<string, unknown>,
  ): Promise<{ readonly answer: ToolAnswer; readonly text: string; readonly ms: number }>;
  /** What a hook prints, as text; `''` for nothing. */
  hook(payload: object): Promise<HookAnswer>;
  /** As a hook that finds no resident engine, with the disk cache of the last one. */
  coldHook(payload: object): Promise<HookAnswer>;
  /** Waits until contracts and types of the disk as it is are there. */
  warm(): Promise<void>;
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
  const nobody = mkdtempSync(join(tmpdir(), 'lintel-nobody-'));
  const hook = async (payload: object) => {
    const { json, note } = await runHook(JSON.stringify(payload), { deadlineMs: 120_000, env: {}, cwd: root });
    return { out: json ? JSON.stringify(json) : '', note };
  };
  return {
    tool: (name, input) =>
      timed(async () => {
        const result = await client.callTool({ name, arguments: input }, undefined, { timeout: 1_200_000 });
        const [block] = result.content as { text: string }[];
        return { answer: result.structuredContent as unknown as ToolAnswer, text: block?.text ?? '' };
      }),
    hook: payload => timed(() => hook(payload)),
    coldHook: async payload => {
      // Another folder for sockets: nobody listens there.
      const { XDG_RUNTIME_DIR: usual } = process.env;
      process.env.XDG_RUNTIME_DIR = nobody;
      try {
        return await timed(() => hook(payload));
      } finally {
        if (usual === undefined) delete process.env.XDG_RUNTIME_DIR;
        else process.env.XDG_RUNTIME_DIR = usual;
      }
    },
    async warm() {
      // Asks for what needs contracts and types; that there is no such function is said once they are there.
      for (let tries = 0; tries < 40; tries++) {
        const result = await client.callTool({ name: 'get_failures', arguments: { symbol: 'none.ts#none' } });
        if (!/still being analysed|is being (?:read|analysed)/.test(JSON.stringify(result.content))) return;
      }
    },
    close: async () => {
      await client.close();
      rmSync(nobody, { recursive: true, force: true });
    },
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
