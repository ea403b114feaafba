import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../harness/check-files.js';

/**
 * Random small programs, run every way they can go. What a program throws in some run has to be in its contract, and, where the program has
 * nothing but choices, throws, handlers and calls, the contract holds nothing else.
 */
const classes = ['A', 'B', 'C'] as const;
type Class = (typeof classes)[number];
/** B extends A; C stands alone. */
const isA: Readonly<Record<Class, readonly Class[]>> = { A: ['A'], B: ['B', 'A'], C: ['C'] };

type Node =
  | { readonly kind: 'throw'; readonly error: Class }
  | { readonly kind: 'rethrow' }
  | { readonly kind: 'return' }
  | { readonly kind: 'choice'; readonly yes: Block; readonly no: Block }
  | { readonly kind: 'asks'; readonly error: Class; readonly yes: Block; readonly no: Block }
  | {
      readonly kind: 'try';
      readonly block: Block;
      readonly handler: Block | undefined;
      readonly final: Block | undefined;
    }
  | { readonly kind: 'call'; readonly body: Block; readonly isAsync: boolean; readonly isAwaited: boolean };
type Block = readonly Node[];

/** How a run of statements ends. */
type End = 'falls' | 'returns' | Class;

const block = (depth: number, inHandler: boolean): fc.Arbitrary<Block> =>
  fc.array(node(depth, inHandler), { minLength: 0, maxLength: 3 });

function node(depth: number, inHandler: boolean): fc.Arbitrary<Node> {
  const error = fc.constantFrom(...classes);
  const leaves: fc.Arbitrary<Node>[] = [
    fc.record({ kind: fc.constant('throw' as const), error }),
    fc.constant({ kind: 'return' as const }),
    ...(inHandler ? [fc.constant({ kind: 'rethrow' as const })] : []),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = (handler = inHandler) => block(depth - 1, handler);
  return fc.oneof(
    { weight: 2, arbitrary: fc.oneof(...leaves) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('choice' as const), yes: inner(), no: inner() }) },
    ...(inHandler
      ? [{ weight: 3, arbitrary: fc.record({ kind: fc.constant('asks' as const), error, yes: inner(), no: inner() }) }]
      : []),
    {
      weight: 3,
      arbitrary: fc
        .record({
          kind: fc.constant('try' as const),
          block: inner(),
          handler: fc.option(inner(true), { nil: undefined }),
          final: fc.option(inner(), { nil: undefined, freq: 3 }),
        })
        .map(each => (each.handler || each.final ? each : { ...each, handler: [] })),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('call' as const),
        body: block(depth - 1, false),
        isAsync: fc.boolean(),
        isAwaited: fc.boolean(),
      }),
    },
  );
}

/** The program as text: `f`, and a function for each call. */
function textOf(body: Block): string {
  const functions: string[] = [];
  let names = 0;
  const write = (stmts: Block, caught: string): string => stmts.map(each => one(each, caught)).join(' ');
  const one = (each: Node, caught: string): string => {
    switch (each.kind) {
      case 'throw':
        return `throw new ${each.error}();`;
      case 'rethrow':
        return `throw ${caught};`;
      case 'return':
        return 'return 1;';
      case 'choice':
        return `if (Math.random() > 0.5) { ${write(each.yes, caught)} } else { ${write(each.no, caught)} }`;
      case 'asks':
        return `if (${caught} instanceof ${each.error}) { ${write(each.yes, caught)} } else { ${write(each.no, caught)} }`;
      case 'try': {
        const name = `e${++names}`;
        const handler = each.handler ? ` catch (${name}) { ${write(each.handler, name)} }` : '';
        const final = each.final ? ` finally { ${write(each.final, caught)} }` : '';
        return `try { ${write(each.block, caught)} }${handler}${final}`;
      }
      case 'call': {
        const name = `g${++names}`;
        functions.push(`${each.isAsync ? 'async ' : ''}function ${name}() { ${write(each.body, '')} }`);
        return `${each.isAwaited ? 'await ' : ''}${name}();`;
      }
    }
  };
  const main = `export async function f() { ${write(body, '')} }`;
  return ['class A extends Error {}', 'class B extends A {}', 'class C extends Error {}', ...functions, main].join(
    '\n',
  );
}

/** Every end that some run of a block has; `loose`: that an analysis may take for one which knows no more than it has to. */
function endsOf(stmts: Block, caught: Class | undefined, loose = false): ReadonlySet<End> {
  let live = true;
  const ends = new Set<End>();
  for (const each of stmts) {
    if (!live) break;
    const own = endsOfOne(each, caught, loose);
    for (const end of own) if (end !== 'falls') ends.add(end);
    live = own.has('falls');
  }
  if (live) ends.add('falls');
  return ends;
}

function endsOfOne(each: Node, caught: Class | undefined, loose: boolean): ReadonlySet<End> {
  const of = (stmts: Block, error = caught): ReadonlySet<End> => endsOf(stmts, error, loose);
  switch (each.kind) {
    case 'throw':
      return new Set([each.error]);
    case 'rethrow':
      return new Set(caught === undefined ? [] : [caught]);
    case 'return':
      return new Set(['returns']);
    case 'choice':
      return new Set([...of(each.yes), ...of(each.no)]);
    case 'asks':
      if (caught === undefined) return new Set([...of(each.yes), ...of(each.no)]);
      return of(isA[caught].includes(each.error) ? each.yes : each.no);
    case 'try': {
      const tried = of(each.block);
      const ends = new Set<End>();
      const { handler } = each;
      for (const end of tried)
        if (handler && end !== 'falls' && end !== 'returns') for (const next of of(handler, end)) ends.add(next);
        else ends.add(end);
      // An analysis looks at a handler all the same where it knows of nothing that arrives there.
      if (handler && loose && ![...tried].some(end => end !== 'falls' && end !== 'returns'))
        for (const next of endsOf(handler, undefined, loose)) ends.add(next);
      if (!each.final) return ends;
      const last = of(each.final);
      return new Set([...[...last].filter(end => end !== 'falls'), ...(last.has('falls') ? ends : [])]);
    }
    case 'call': {
      const own = [...endsOf(each.body, undefined, loose)];
      const ends = own.filter(end => end !== 'falls' && end !== 'returns');
      const isDropped = each.isAsync && !each.isAwaited;
      // A call that always fails does not fall; an analysis that keeps no account of that goes on behind it.
      const falls = loose || isDropped || ends.length < own.length;
      return new Set<End>([...(isDropped ? [] : ends), ...(falls ? (['falls'] as const) : [])]);
    }
  }
}

describe('random programs', () => {
  test('what some run throws is in the contract, and nothing that no run could throw', async () => {
    await fc.assert(
      fc.asyncProperty(block(3, false), async body => {
        const workspace = await openFiles({ 'a.ts': textOf(body) });
        const file = workspace.snapshot.failures.file('a.ts')!;
        const index = file.ir.functions.findIndex(({ name }) => name === 'f');
        const { modes, closed } = file.contract(index);
        const inferred = new Set(modes.map(mode => mode.type));
        const thrown = [...endsOf(body, undefined)].filter(end => end !== 'falls' && end !== 'returns');
        expect([...thrown].filter(each => !inferred.has(each))).toEqual([]);
        expect(closed).toBe(true);
        const most = [...endsOf(body, undefined, true)].filter(end => end !== 'falls' && end !== 'returns');
        expect([...inferred].filter(each => !most.includes(each as Class))).toEqual([]);
      }),
      { seed: 7, numRuns: Number(process.env.LINTEL_PROGRAMS ?? 80) },
    );
  });
});
