import { z } from 'zod';
import {
  copiedFunctions,
  type FilePath,
  importRoute,
  reusableExports,
  type SearchHit,
  type Snapshot,
} from '../../core/index.js';
import { common } from '../answer/schemas.js';
import { Refusal } from '../refusal.js';
import { defineTool } from '../tool.js';

const usualLimit = 5;
/** Hits looked at for each one shown: those that may not be imported are passed over. */
const lookedAt = 4;

const candidate = z.strictObject({
  symbol: z.string(),
  signature: z.string().optional(),
  import: z.string().optional(),
  why: z.string(),
});

type Candidate = z.output<typeof candidate>;

export const findReusable = defineTool({
  name: 'find_reusable',
  description:
    'Before adding a helper or type: existing exports that do it, with the import that is legal from your file; near-copies of a function by its body.',
  set: 'default',
  input: z.strictObject({
    need: z.string().max(500).optional().describe('what it should do, in words or as a name'),
    from: z.string().max(4096).describe('file that will use it'),
    signature: z.string().max(300).optional(),
    body: z.string().max(100_000).optional().describe('the function you would write'),
    limit: z.number().int().min(1).max(10).optional(),
  }),
  output: z.strictObject({
    ...common,
    candidates: z.array(candidate).optional(),
    not_importable: z.array(z.string()).optional(),
  }),
  lists: ['not_importable', 'candidates'],
  async run({ need = '', from: input, signature = '', body, limit = usualLimit }, { snapshot, paths, signal }) {
    const from = paths.file(input, 'from');
    if (need.trim() === '' && signature.trim() === '' && body === undefined)
      throw new Refusal('need is missing: say in words what is needed, or pass signature or body.');
    const found = [
      ...(body === undefined ? [] : await byBody(snapshot, from, body)),
      ...byWords(snapshot, from, `${withoutEndings(need)} ${signature}`, signature, limit * lookedAt),
    ];
    const candidates: Candidate[] = [];
    const refused: string[] = [];
    const seen = new Set<string>();
    for (const each of found) {
      signal.throwIfAborted();
      if (candidates.length >= limit) break;
      if (seen.has(each.symbol)) continue;
      seen.add(each.symbol);
      const route = await importRoute(snapshot, from, { path: each.path, name: each.name });
      if (route.ok) candidates.push(shown(each, route.statement));
      else if (each.isCopy) candidates.push(shown({ ...each, why: `${each.why}; it cannot be imported here` }));
      else if (refused.length < 2) refused.push(`${each.symbol}: ${firstSentence(route.reason)}`);
    }
    return {
      status: 'ok',
      ...(candidates.length > 0 && { candidates }),
      ...(candidates.length === 0 && refused.length > 0 && { not_importable: refused }),
    };
  },
});

interface Found {
  readonly path: FilePath;
  readonly name: string;
  readonly symbol: string;
  readonly signature: string;
  readonly why: string;
  readonly isCopy: boolean;
}

function shown({ symbol, signature, why }: Found, statement?: string): Candidate {
  return {
    symbol,
    ...(signature !== '' && { signature: signature.slice(0, 120) }),
    ...(statement !== undefined && { import: statement }),
    why,
  };
}

/** Exports by words; those whose signature has the same types come first among their like. */
function byWords(snapshot: Snapshot, from: FilePath, query: string, signature: string, limit: number): Found[] {
  if (!/\p{L}/u.test(query)) return [];
  const wanted = typesOf(signature);
  const score = (hit: SearchHit) => hit.score * (1 + shared(wanted, typesOf(hit.entry.signature)));
  return [...reusableExports(snapshot, query, limit * 2)]
    .filter(({ path }) => path !== from)
    .sort((a, b) => score(b) - score(a))
    .slice(0, limit)
    .map(({ path, entry }) => ({
      path,
      name: entry.name,
      symbol: `${path}#${entry.name}`,
      signature: entry.signature,
      why: firstSentence(entry.summary) || `${entry.kind} by that name`,
      isCopy: false,
    }));
}

/** Functions that nearly repeat a text, which is read as if it stood beside the file that would use it. */
async function byBody(snapshot: Snapshot, from: FilePath, body: string): Promise<Found[]> {
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
  const probe = `${folder}__proposed.ts`;
  // A bare arrow function or method body is no statement: as an expression it is read too.
  const texts = [body, `const proposed = ${body}`];
  for (const text of texts) {
    const head = await snapshot.with([{ path: probe, text: `export {};\n${text}\n` }]);
    const copied = copiedFunctions(snapshot, head, probe);
    if (copied.length === 0) continue;
    return copied
      .flatMap(({ copies }) => copies)
      .filter(copy => copy.path !== from)
      .slice(0, 10)
      .map(({ path, fact, similarity }) => ({
        path,
        name: fact.name,
        symbol: `${path}#${fact.name}`,
        signature: fact.signature,
        why: similarity === 1 ? 'the same but for names and literals' : `${Math.round(similarity * 100)} % like it`,
        isCopy: true,
      }));
  }
  return [];
}

/** `formatting` means what is called `format`: a query word also finds what it begins. */
function withoutEndings(need: string): string {
  return need
    .replace(/\b(\p{L}{3,}?)(\p{L})\2ing\b/gu, '$1$2')
    .replace(/\b(?!string|thing)(\p{L}{3,})(?:ing|ation)\b/gu, '$1');
}

function typesOf(signature: string): ReadonlySet<string> {
  return new Set(signature.match(/:\s*[^,)=]+/g)?.map(type => type.replace(/[:\s]/g, '')) ?? []);
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  return [...a].filter(type => b.has(type)).length / Math.max(a.size, b.size);
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0].slice(0, 160) ?? text.slice(0, 160);
}
