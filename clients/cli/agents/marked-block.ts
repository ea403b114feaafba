import type { BlockComment } from './agent-setup.js';

/** A block of ours in a text that belongs to others, between two comments; the first names the agents it is there for. */
const marks: Readonly<Record<BlockComment, readonly [open: string, close: string]>> = {
  markdown: ['<!-- ', ' -->'],
  toml: ['# ', ''],
};

/** Adds the block for an agent, or brings the one that is there up to date. */
export function withBlock(text: string, agent: string, comment: BlockComment, body: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const found = blockIn(text, comment);
  const agents = [...new Set([...(found?.agents ?? []), agent])].sort();
  const block = blockText(agents, comment, body).replaceAll('\n', eol);
  if (found) return text.slice(0, found.start) + block + text.slice(found.end);
  const gap = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
  return text + gap + block;
}

/** Takes the block out, or only the agent's name where others still use it. */
export function withoutBlock(text: string, agent: string, comment: BlockComment, body: string): string {
  const found = blockIn(text, comment);
  if (!found?.agents.includes(agent)) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const others = found.agents.filter(name => name !== agent);
  if (others.length > 0) {
    return text.slice(0, found.start) + blockText(others, comment, body).replaceAll('\n', eol) + text.slice(found.end);
  }
  const before = text.slice(0, found.start);
  const after = text.slice(found.end);
  const gap = before.endsWith(eol + eol) ? eol.length : 0;
  return before.slice(0, before.length - gap) + after;
}

function blockText(agents: readonly string[], comment: BlockComment, body: string): string {
  const [open, close] = marks[comment];
  return `${open}lintel: begin (${agents.join(', ')})${close}\n${body}${open}lintel: end${close}\n`;
}

interface FoundBlock {
  readonly start: number;
  readonly end: number;
  readonly agents: readonly string[];
}

function blockIn(text: string, comment: BlockComment): FoundBlock | undefined {
  const [open, close] = marks[comment].map(mark => mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(
    `^${open}lintel: begin \\(([^)]*)\\)${close}[\\s\\S]*?^${open}lintel: end${close}[ \\t]*(?:\\r?\\n|$)`,
    'm',
  );
  const match = pattern.exec(text);
  if (!match) return undefined;
  const agents = (match[1] ?? '').split(',').map(name => name.trim());
  return { start: match.index, end: match.index + match[0].length, agents };
}
