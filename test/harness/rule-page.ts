import { parseMarkers } from './markers.js';

/** A case of a rule page: a set of files and what the check must say about them. */
export interface PageCase {
  /** `Reported`, `Not reported: A test imports a test`, … */
  readonly name: string;
  readonly expects: 'findings' | 'nothing';
  /** 1-based line of the page where the case starts. */
  readonly line: number;
  /** Text with markers, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Files at the base revision (blocks with the word `base`): the case is then checked against them. */
  readonly base: ReadonlyMap<string, string>;
  /** Files after the first fix (blocks with the word `fixed`). */
  readonly fixed: ReadonlyMap<string, string>;
}

export interface RulePage {
  /** The text of the `#` heading. */
  readonly title: string;
  /** Texts of the `##` headings in order. */
  readonly sections: readonly string[];
  readonly cases: readonly PageCase[];
}

/** The sections whose code blocks are files. */
const expectations: Readonly<Record<string, PageCase['expects']>> = { Reported: 'findings', 'Not reported': 'nothing' };

interface Block {
  readonly path: string;
  readonly words: readonly string[];
  readonly text: string;
}

interface Draft {
  readonly title: string;
  readonly line: number;
  readonly blocks: Block[];
}

/**
 * Reads a rule page. In the sections `Reported` and `Not reported` a code block whose info has a path (`ts src/a.ts`) is a
 * file. Each `###` heading starts a case with files of its own; blocks before the first one belong to every case of the
 * section, and a block of the case replaces a shared one of the same path. Without `###` the section is one case.
 */
export function parseRulePage(markdown: string): RulePage {
  const lines = markdown.split(/\r\n|\r|\n/);
  const sections: string[] = [];
  const cases: PageCase[] = [];
  let title = '';
  let expects: PageCase['expects'] | undefined;
  let shared: Draft = { title: '', line: 1, blocks: [] };
  let drafts: Draft[] = [];

  const closeSection = (): void => {
    if (expects === undefined) return;
    const name = sections.at(-1)!;
    for (const draft of drafts.length > 0 ? drafts : [shared]) {
      const blocks = draft === shared ? shared.blocks : [...shared.blocks, ...draft.blocks];
      const label = draft.title === '' ? name : `${name}: ${draft.title}`;
      if (blocks.length > 0) cases.push(caseOf(label, expects, draft.line, blocks));
    }
  };

  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const fence = /^(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence) {
      const end = endOfBlock(lines, i, fence[1]!);
      const block = blockOf(fence[2]!, lines.slice(i + 1, end));
      if (expects !== undefined && block !== undefined) (drafts.at(-1) ?? shared).blocks.push(block);
      i = end;
      continue;
    }
    const heading = /^(#{1,3}) +(.*?)\s*$/.exec(line);
    if (heading === null) continue;
    const text = heading[2]!;
    if (heading[1] === '#') title = text;
    else if (heading[1] === '##') {
      closeSection();
      sections.push(text);
      expects = expectations[text];
      shared = { title: '', line: i + 1, blocks: [] };
      drafts = [];
    } else drafts.push({ title: text, line: i + 1, blocks: [] });
  }
  closeSection();
  return { title, sections, cases };
}

function endOfBlock(lines: readonly string[], start: number, fence: string): number {
  for (let i = start + 1; i < lines.length; i++) {
    if (lines[i]!.startsWith(fence) && lines[i]!.trim() === fence) return i;
  }
  throw new Error(`The code block at line ${start + 1} has no end.`);
}

/** A block is a file when its info names a path: a word with a dot or a slash after the language. */
function blockOf(info: string, lines: readonly string[]): Block | undefined {
  const [, path, ...words] = info.trim().split(/\s+/);
  if (path === undefined || !/[./]/.test(path)) return undefined;
  return { path, words, text: lines.map(line => `${line}\n`).join('') };
}

function caseOf(name: string, expects: PageCase['expects'], line: number, blocks: readonly Block[]): PageCase {
  const files = new Map<string, string>();
  const base = new Map<string, string>();
  const fixed = new Map<string, string>();
  for (const { path, words, text } of blocks) {
    const repeat = Number(words.find(word => word.startsWith('repeat='))?.slice('repeat='.length) ?? 1);
    const into = words.includes('fixed') ? fixed : words.includes('base') ? base : files;
    into.set(path, text + parseMarkers(text).text.repeat(repeat - 1));
  }
  return { name, expects, line, files, base, fixed };
}
