import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../exit.js';
import type { SetupPart } from './agent-setup.js';
import { InTheWay, withEntries, withoutEntries } from './json-entries.js';
import { withBlock, withoutBlock } from './marked-block.js';
import type { Receipt } from './receipts.js';
import { undone } from './receipts.js';
import { brokenLine } from './toml-lines.js';

/** One file as it is and as it shall be; `undefined`: not there. */
export interface PlannedFile {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What setting an agent up changes. Nothing is written; a file that cannot be merged with is an error that names it. */
export function planSetup(root: string, agent: string, parts: readonly SetupPart[]): readonly PlannedFile[] {
  return parts.map(part => {
    const before = textOf(root, part.path);
    return { path: part.path, before, after: textWith(part, before ?? '', agent) };
  });
}

/** What taking an agent's setup out changes: the file as it was where nobody changed it since, else without our part. */
export function planRemoval(
  root: string,
  agent: string,
  parts: readonly SetupPart[],
  receipts: Readonly<Record<string, Receipt>>,
): readonly PlannedFile[] {
  return parts.map(part => {
    const before = textOf(root, part.path);
    const receipt = receipts[part.path];
    if (before === undefined) return { path: part.path, before, after: undefined };
    const old = receipt && undone(receipt, before);
    if (old !== undefined) return { path: part.path, before, after: old ?? undefined };
    const rest = textWithout(part, before, agent);
    return { path: part.path, before, after: rest === '' ? undefined : rest };
  });
}

function textWith(part: SetupPart, text: string, agent: string): string {
  if (part.kind === 'file') {
    if (text.trim() !== '' && !/\blintel\b/i.test(text))
      throw new UsageError(`${part.path} is there already and holds something else; move it away and run this again`);
    return part.text;
  }
  if (part.kind === 'block') {
    const broken = part.comment === 'toml' ? brokenLine(text) : undefined;
    if (broken !== undefined)
      throw new UsageError(`${part.path}:${broken} is no TOML, so nothing was written; correct it and run this again`);
    if (part.comment === 'toml' && hasForeignTable(text))
      throw new UsageError(`${part.path} has a table mcp_servers.lintel already; take it out, or leave it as it is`);
    return withBlock(text, agent, part.comment, part.text);
  }
  try {
    return withEntries(text, part.entries) ?? unreadable(part.path);
  } catch (error) {
    if (!(error instanceof InTheWay)) throw error;
    throw new UsageError(`${part.path}: ${error.message}, so nothing was written; correct it and run this again`);
  }
}

function textWithout(part: SetupPart, text: string, agent: string): string {
  // A file of ours that somebody made theirs stays with them.
  if (part.kind === 'file') return text.replaceAll('\r\n', '\n') === part.text ? '' : text;
  if (part.kind === 'block') return withoutBlock(text, agent, part.comment, part.text);
  return withoutEntries(text, part.entries) ?? unreadable(part.path);
}

/** The server, written by hand outside of our block: a second one would break the file. */
function hasForeignTable(text: string): boolean {
  const outside = text.replace(/^# lintel: begin[\s\S]*?^# lintel: end/m, '');
  if (/^\s*\[\s*mcp_servers\s*\.\s*["']?lintel["']?\s*(?:\.[^\]]*)?\]/m.test(outside)) return true;
  // Written as keys: below the table of all servers, or above the first table with its name in front.
  const servers = /^\s*\[\s*mcp_servers\s*\]([\s\S]*?)(?=^\s*\[|(?![\s\S]))/m.exec(outside)?.[1] ?? '';
  const [head = ''] = outside.split(/^\s*\[/m);
  return (
    /^\s*["']?lintel["']?\s*[.=]/m.test(servers) || /^\s*mcp_servers\s*(?:=|\.\s*["']?lintel["']?\s*[.=])/m.test(head)
  );
}

function textOf(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read: ${message}`);
  }
}

function unreadable(path: string): never {
  throw new UsageError(
    `${path} is no JSON object that entries can be added to, so nothing was written; correct it and run this again`,
  );
}
