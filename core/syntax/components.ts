/** A script inside a component, by offsets into the whole file. */
interface Block {
  readonly start: number;
  readonly end: number;
}

/** The script of a component file, at the offsets it has in the file: everything else is blank. */
export interface ComponentScript {
  readonly text: string;
  /** True when a block says `lang="ts"` or `lang="tsx"` (Astro is always TypeScript). */
  readonly isTypeScript: boolean;
  readonly isJsx: boolean;
  /** `<script src="x">`: a file that is taken over whole. */
  readonly sources: readonly { readonly specifier: string; readonly start: number; readonly end: number }[];
}

/** Takes the script blocks out of a Vue, Svelte or Astro file. Tolerates markup that is only half written. */
export function componentScript(text: string, dialect: 'vue' | 'svelte' | 'astro'): ComponentScript {
  const blocks: Block[] = [];
  const sources: { specifier: string; start: number; end: number }[] = [];
  let isTypeScript = dialect === 'astro';
  let isJsx = dialect === 'astro';
  let from = 0;
  if (dialect === 'astro') {
    const frontmatter = frontmatterOf(text);
    if (frontmatter) {
      blocks.push(frontmatter);
      from = frontmatter.end;
    }
  }
  const open = /<!--|<script(?=[\s>/])/gi;
  open.lastIndex = from;
  for (let match = open.exec(text); match; match = open.exec(text)) {
    if (match[0] === '<!--') {
      const close = text.indexOf('-->', open.lastIndex);
      if (close < 0) break;
      open.lastIndex = close + 3;
      continue;
    }
    const tag = tagAt(text, open.lastIndex);
    if (!tag) break;
    const lang = tag.attributes.get('lang')?.value ?? tag.attributes.get('type')?.value ?? '';
    if (/^(ts|tsx|typescript|text\/typescript)$/i.test(lang)) isTypeScript = true;
    if (/^(tsx|jsx)$/i.test(lang)) isJsx = true;
    const source = tag.attributes.get('src');
    if (source && /^\.{1,2}\/|^@|^~|^#/.test(source.value)) {
      sources.push({ specifier: source.value, start: source.start, end: source.end });
    }
    open.lastIndex = tag.end;
    if (tag.isClosed) continue;
    const end = closingScript(text, tag.end);
    if (isScript(lang)) blocks.push({ start: tag.end, end });
    open.lastIndex = end;
  }
  return { text: masked(text, blocks), isTypeScript, isJsx, sources };
}

/** `type="application/json"` and the like hold data. */
function isScript(lang: string): boolean {
  return (
    lang === '' || /^(module|ts|tsx|js|jsx|typescript|javascript|(text|application)\/(java|type)script)$/i.test(lang)
  );
}

function closingScript(text: string, from: number): number {
  const close = /<\/script/gi;
  close.lastIndex = from;
  return close.exec(text)?.index ?? text.length;
}

function frontmatterOf(text: string): Block | undefined {
  const opening = /^\s*---/.exec(text);
  if (!opening) return undefined;
  const start = opening[0].length;
  const closing = /^[ \t]*---/gm;
  closing.lastIndex = start;
  const match = closing.exec(text);
  return { start, end: match ? match.index : text.length };
}

interface Attribute {
  readonly value: string;
  /** The value with its quotes. */
  readonly start: number;
  readonly end: number;
}

/** Reads the attributes of an opening tag from behind its name; `undefined` when the tag never ends. */
function tagAt(
  text: string,
  from: number,
): { attributes: Map<string, Attribute>; end: number; isClosed: boolean } | undefined {
  const attributes = new Map<string, Attribute>();
  const part =
    /\s+|(\/?>)|([^\s"'<>/=]+)(?:\s*=\s*("[^"]{0,2000}"|'[^']{0,2000}'|\{[^}]{0,2000}\}|[^\s"'<>=`]+))?|[\s\S]/y;
  part.lastIndex = from;
  for (let match = part.exec(text); match; match = part.exec(text)) {
    if (match[1]) return { attributes, end: part.lastIndex, isClosed: match[1] === '/>' };
    if (!match[2]) continue;
    const raw = match[3] ?? '';
    const end = part.lastIndex;
    const value = /^["'{]/.test(raw) ? raw.slice(1, -1) : raw;
    if (!attributes.has(match[2].toLowerCase()))
      attributes.set(match[2].toLowerCase(), { value, start: end - raw.length, end });
  }
  return undefined;
}

/** Blanks everything but the blocks, keeps line breaks, and ends each block so that the next starts a statement. */
function masked(text: string, blocks: readonly Block[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of blocks) {
    result += blank(text.slice(at, start), at > 0) + text.slice(start, end);
    at = end;
  }
  return result + blank(text.slice(at), at > 0);
}

function blank(text: string, ends: boolean): string {
  const spaces = text.replace(/[^\r\n]/g, ' ');
  return ends && spaces.startsWith(' ') ? `;${spaces.slice(1)}` : spaces;
}
