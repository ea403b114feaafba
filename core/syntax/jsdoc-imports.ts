import { commentAt } from './comments.js';
import type { Walk } from './drafts.js';
import { USE_TYPE } from './drafts.js';
import { flat, folded } from './strings.js';

/** Adds the imports of JSDoc comments: `{import("x").T}` behind a tag, and `@import { A } from "x"`. */
export function addJsdocImports(walk: Walk): void {
  const { text } = walk;
  let nextImport = text.indexOf('import');
  for (let start = text.indexOf('/**'); start >= 0; ) {
    const close = text.indexOf('*/', start + 3);
    const end = close < 0 ? text.length : close + 2;
    while (nextImport >= 0 && nextImport < start) nextImport = text.indexOf('import', start);
    if (nextImport < 0) return;
    if (nextImport < end) {
      const found = importsIn(text.slice(start, end), start);
      if (found.length > 0 && commentAt(walk.source, start)?.start === start) {
        for (const site of found) add(site, walk);
      }
    }
    start = text.indexOf('/**', end);
  }
}

interface Site {
  readonly specifier: string;
  readonly start: number;
  readonly end: number;
  readonly statementStart: number;
  readonly statementEnd: number;
  readonly names: readonly { readonly imported: string; readonly local: string }[];
}

/** Tags whose braces hold a type; behind `@example` and `@link` they hold code or a name. */
const typeTags =
  /^(type|param|arg|argument|prop|property|returns?|yields?|throws|exception|typedef|callback|extends|augments|implements|template|this|enum|satisfies|const|constant|member|var)$/;

function importsIn(written: string, offset: number): Site[] {
  const sites: Site[] = [];
  const comment = withoutCode(written);
  const tag = /(?<=[\s*])@([a-z]+)\s*(?:(\{)|(?=\s))/gi;
  for (let match = tag.exec(comment); match; match = tag.exec(comment)) {
    if (match[1] === 'import') {
      const found = importTag(comment, match.index, offset);
      if (found) sites.push(found);
    } else if (match[2] && typeTags.test(match[1]!)) {
      const end = balancedEnd(comment, tag.lastIndex);
      // `{@link …}` opens its brace before the tag and never gets here.
      collectTypes(comment.slice(tag.lastIndex, end), offset + tag.lastIndex, sites);
      tag.lastIndex = end;
    }
  }
  return sites;
}

/** The comment with what stands between backticks blanked, places kept: as in TypeScript, no tag starts in quoted code. */
function withoutCode(comment: string): string {
  if (!comment.includes('`')) return comment;
  return comment.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, code => code.replace(/[^\n]/g, ' '));
}

function balancedEnd(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 123) depth++;
    else if (unit === 125 && --depth === 0) return i;
  }
  return text.length;
}

function collectTypes(type: string, offset: number, sites: Site[]): void {
  const importType = /\bimport\(\s*(["'])([^"'\n]+)\1\s*\)(?:\s*\.\s*([\w$]+))?/g;
  for (const match of type.matchAll(importType)) {
    const statementStart = offset + match.index;
    const start = statementStart + match[0].indexOf(match[1]!);
    sites.push({
      specifier: match[2]!,
      start,
      end: start + match[2]!.length + 2,
      statementStart,
      statementEnd: statementStart + match[0].length,
      names: [{ imported: match[3] ?? '*', local: '' }],
    });
  }
}

function importTag(comment: string, at: number, offset: number): Site | undefined {
  const whole = /@import\s+(?:type\s+)?([^"'@]*?)\s*from\s*(["'])([^"'\n]+)\2/y;
  whole.lastIndex = at;
  const match = whole.exec(comment);
  if (!match) return undefined;
  const clause = match[1]!.replace(/\n[ \t]*\*/g, '\n').trim();
  const start = offset + at + match[0].length - match[3]!.length - 2;
  return {
    specifier: match[3]!,
    start,
    end: start + match[3]!.length + 2,
    statementStart: offset + at,
    statementEnd: offset + at + match[0].length,
    names: clauseNames(clause),
  };
}

function clauseNames(clause: string): Site['names'] {
  const names: { imported: string; local: string }[] = [];
  const braces = /\{([^}]*)\}/.exec(clause);
  for (const element of braces?.[1]?.split(',') ?? []) {
    const match = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(element);
    if (match) names.push({ imported: match[1]!, local: match[2] ?? match[1]! });
  }
  const rest = clause.replace(/\{[^}]*\}/, '');
  const namespace = /\*\s*as\s+([\w$]+)/.exec(rest);
  if (namespace) names.push({ imported: '*', local: namespace[1]! });
  const byDefault = /^\s*([\w$]+)\s*(?:,|$)/.exec(rest);
  if (byDefault) names.push({ imported: 'default', local: byDefault[1]! });
  return names;
}

function add(site: Site, walk: Walk): void {
  const { specifier, start, end, statementStart, statementEnd } = site;
  walk.imports.push({
    form: 'jsdoc',
    specifier: flat(specifier),
    text: folded(walk.text.slice(start, end)),
    start,
    end,
    statementStart,
    statementEnd,
    typeOnly: true,
    deferred: false,
    symbol: '',
    index: -1,
    names: site.names.map(({ imported, local }) => ({
      imported: flat(imported),
      local: flat(local),
      typeOnly: true,
      start: statementStart,
      end: statementEnd,
      use: USE_TYPE,
      members: undefined,
    })),
  });
}
