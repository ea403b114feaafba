import { z } from 'zod';
import { answerable, type LiveWorkspace, nearest, type Snapshot } from '../core/index.js';
import { fitted } from './answer/fit.js';
import { readArguments } from './arguments.js';
import { contractsKnown, currentSnapshot, NotReady, needContracts } from './freshness.js';
import { pathReader } from './paths.js';
import type { CallContext, Json, ToolDescription, ToolResult } from './protocol.js';
import { Refusal } from './refusal.js';
import type { Answer, Tool } from './tool.js';

const annotations = { readOnlyHint: true, idempotentHint: true, destructiveHint: false, openWorldHint: false };

/** The tools as a client lists them. */
export function describeTools(tools: readonly Tool[]): readonly ToolDescription[] {
  return tools.map(({ name, description, input, output }) => ({
    name,
    description,
    inputSchema: jsonSchema(input),
    outputSchema: jsonSchema(output),
    annotations,
  }));
}

function jsonSchema(schema: z.ZodObject): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema) as Json;
  return rest;
}

/** Calls a tool on the disk as it is now. Never rejects but for a call that was cancelled. */
export async function callTool(
  tools: readonly Tool[],
  name: string,
  input: Json,
  live: LiveWorkspace,
  root: string,
  call: CallContext,
): Promise<ToolResult> {
  const tool = tools.find(each => each.name === name);
  if (!tool) return failed(`There is no tool ${name.slice(0, 80)}.${meant(name, tools)}`);
  try {
    const read = readArguments(tool.input, input);
    const current = await currentSnapshot(live, call);
    const { workspace } = live;
    if (!workspace) return failed('The workspace is being opened again. Call again.');
    const { policy } = current;
    if (!policy.usable) {
      const first = current.architecture.findings.find(finding => finding.rule.startsWith('config/'));
      return failed(`${policy.path} cannot be used${first ? `: ${first.message}` : '.'}`, current.revision);
    }
    if (tool.needsContracts) await needContracts(current, call);
    const snapshot = tool.needsContracts ? await asKnown(current, longestWaitForTypesMs) : current;
    const answer = await tool.run(read, {
      snapshot,
      workspace,
      paths: pathReader(root, snapshot),
      signal: call.signal,
      known: async waitMs => {
        await contractsKnown(current, call, waitMs);
        return asKnown(current, waitMs);
      },
    });
    const { status, ...rest } = answer;
    return resultOf(fitted({ status, rev: snapshot.revision, ...rest }, tool.lists));
  } catch (error) {
    if (call.signal.aborted) throw error;
    if (error instanceof Refusal) return failed(error.message);
    if (error instanceof NotReady) return resultOf({ status: 'not_checked', reason: error.message });
    return failed(`Internal error in ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The longest wait for the type checker of tools that need contracts, in milliseconds. */
const longestWaitForTypesMs = 10_000;

async function asKnown(snapshot: Snapshot, waitMs: number): Promise<Snapshot> {
  return (await answerable(snapshot, snapshot, waitMs)).head;
}

function meant(name: string, tools: readonly Tool[]): string {
  const names = tools.map(tool => tool.name);
  const near = nearest(name, names);
  return near === undefined ? ` The tools are ${names.join(', ')}.` : ` Did you mean ${near}?`;
}

/** Text and structure say the same: some clients show one, some the other, some both. */
function resultOf(answer: Answer, isError = false): ToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(answer) }], structured: answer, ...(isError && { isError }) };
}

function failed(reason: string, rev?: string): ToolResult {
  const answer = { status: 'not_checked' as const, ...(rev !== undefined && { rev }), reason };
  return resultOf(fitted(answer, []), true);
}
