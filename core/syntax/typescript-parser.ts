import { lineStartsOf } from '../text/lines.js';
import { componentScript } from './components.js';
import { extractScript } from './extract.js';
import type { Dialect, Extraction } from './facts.js';
import type { Parser } from './parser.js';
import { emptyExtraction } from './record.js';

/**
 * The front end for TypeScript and JavaScript: TypeScript 6's error-tolerant parser and one walk over its tree. Loads
 * TypeScript with the first file (about 170 ms).
 */
export function typescriptParser(): Parser {
  return { extract };
}

function extract(text: string, dialect: Dialect): Extraction {
  const whole = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (dialect === 'json') return emptyExtraction(dialect, lineStartsOf(whole));
  if (dialect !== 'vue' && dialect !== 'svelte' && dialect !== 'astro') {
    return extractScript({ whole, script: whole, parseAs: dialect, dialect, sources: [] });
  }
  const { text: script, isTypeScript, isJsx, sources } = componentScript(whole, dialect);
  const parseAs = isTypeScript ? (isJsx ? 'tsx' : 'ts') : 'js';
  return extractScript({ whole, script, parseAs, dialect, sources });
}
