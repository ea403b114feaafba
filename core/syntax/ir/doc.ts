import { type TypeScript, typescript6 } from '../../typescript6.js';
import { flat, folded } from '../strings.js';
import type { DocIr } from './nodes.js';

/** The documentation comment right before a declaration, read without JSDoc parsing. */
export function docOf(node: TypeScript.Node, source: TypeScript.SourceFile): DocIr | undefined {
  const { text } = source;
  const ranges = typescript6().getLeadingCommentRanges(text, node.pos);
  const range = ranges?.findLast(({ pos }) => text.startsWith('/**', pos) && text[pos + 3] !== '/');
  if (!range) return undefined;
  const { pos: start, end } = range;
  return { start, end, ...parseDoc(text.slice(start + 3, end - 2)) };
}

/** The text before the first tag, and the tags. Braces of a tag's type may nest; inline `{@link}` is text. */
export function parseDoc(comment: string): Pick<DocIr, 'text' | 'tags'> {
  const lines = comment.split(/\r\n|\r|\n/).map(line => line.replace(/^\s*\*? ?/, ''));
  const head: string[] = [];
  const tags: { name: string; body: string[] }[] = [];
  for (const line of lines) {
    const tag = /^\s*@([A-Za-z][\w-]*)\s?(.*)$/.exec(line);
    if (tag) tags.push({ name: tag[1]!, body: [tag[2]!] });
    else (tags.at(-1)?.body ?? head).push(line);
  }
  return {
    text: folded(head.join(' '), 600),
    tags: tags.map(({ name, body }) => ({ name: flat(name), ...typeAndText(body.join(' ').trim()) })),
  };
}

function typeAndText(body: string): { type: string; text: string } {
  if (!body.startsWith('{') || body.startsWith('{@')) return { type: '', text: folded(body, 300) };
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '{') depth++;
    else if (body[i] === '}' && --depth === 0)
      return { type: folded(body.slice(1, i)), text: folded(body.slice(i + 1), 300) };
  }
  return { type: '', text: folded(body, 300) };
}
