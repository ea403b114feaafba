import type { Cases } from '../case.js';
import { invoke } from '../installed.js';
import { rejected, thrown } from '../observe.js';

type Callback = (...args: unknown[]) => unknown;
type Members = Record<string, Callback>;

const openBracket = '[';
const global = globalThis as unknown as Record<string, unknown>;
const iterators = ['map', 'flatMap', 'reduce', 'forEach', 'filter', 'some', 'every', 'find'].map(
  name => `Iterator.${name}`,
);
/** Newer than Node 20: run where the Node at hand has them. */
const newer = [
  'Object.groupBy',
  'Map.groupBy',
  'Array.fromAsync',
  'Promise.try',
  'Promise.withResolvers',
  ...iterators,
];
const isThere = (name: string) => {
  const [owner = '', key = ''] = name.split('.');
  const holder = global[owner] as { prototype?: object } | undefined;
  return holder !== undefined && (key in holder || (holder.prototype !== undefined && key in holder.prototype));
};
const there = (names: readonly string[]) => names.filter(isThere);

/** Calls `Owner.method` on one value of that kind. */
function onOne(name: string, callback: Callback): unknown {
  const [owner = '', key = ''] = name.split('.');
  const subjects: Record<string, () => unknown> = {
    Array: () => [2, 1],
    Map: () => new Map([[1, 1]]),
    Set: () => new Set([1]),
    Iterator: () => [1].values(),
  };
  const rest = key.startsWith('reduce') ? [0] : [];
  return invoke(subjects[owner]?.(), key, callback, ...rest);
}

export const libCases: Cases = {
  failures: [
    {
      package: 'lib',
      names: ['JSON.parse'],
      class: 'invalid',
      when: 'the text is not JSON',
      provoke: () => thrown(() => JSON.parse('{')),
    },
    {
      package: 'lib',
      names: ['JSON.stringify'],
      class: 'bug',
      when: 'the value is circular',
      provoke: () => {
        const circle: Record<string, unknown> = {};
        circle.self = circle;
        return thrown(() => JSON.stringify(circle));
      },
    },
    {
      package: 'lib',
      names: ['decodeURIComponent', 'decodeURI'],
      class: 'invalid',
      when: 'a % stands alone',
      provoke: name => thrown(() => (global[name] as Callback)('%')),
    },
    {
      package: 'lib',
      names: ['encodeURIComponent'],
      class: 'bug',
      when: 'half a surrogate pair',
      provoke: () => thrown(() => encodeURIComponent('\uD800')),
    },
    {
      package: 'lib',
      names: ['BigInt'],
      class: 'invalid',
      when: 'no integer',
      provoke: () => thrown(() => BigInt('x')),
    },
    {
      package: 'lib',
      names: ['BigInt'],
      class: 'invalid',
      when: 'a fraction',
      provoke: () => thrown(() => BigInt(1.5)),
    },
    {
      package: 'lib',
      names: ['RegExp'],
      class: 'invalid',
      when: 'a bracket is open',
      provoke: () => thrown(() => new RegExp(openBracket)),
    },
    {
      package: 'lib',
      names: ['Date.toISOString'],
      class: 'bug',
      when: 'the date is invalid',
      provoke: () => thrown(() => new Date(Number.NaN).toISOString()),
    },
    {
      package: 'lib',
      names: ['String.repeat'],
      class: 'bug',
      when: 'the count is negative',
      provoke: () => thrown(() => 'x'.repeat(-1)),
    },
    {
      package: 'lib',
      names: ['Number.toFixed'],
      class: 'bug',
      when: 'too many digits',
      provoke: () => thrown(() => (1).toFixed(101)),
    },
    {
      package: 'lib',
      names: ['Promise.any'],
      class: 'unknown',
      when: 'all reject',
      provoke: () => rejected(() => Promise.any([Promise.reject(new Error('x'))])),
    },
  ],
  invokes: [
    { package: 'lib', names: ['JSON.parse'], hand: (_, callback) => JSON.parse('1', callback) },
    { package: 'lib', names: ['JSON.stringify'], hand: (_, callback) => JSON.stringify(1, callback as () => unknown) },
    {
      package: 'lib',
      names: [
        ...[
          'map',
          'flatMap',
          'reduce',
          'reduceRight',
          'forEach',
          'filter',
          'some',
          'every',
          'find',
          'findIndex',
          'findLast',
        ].map(key => `Array.${key}`),
        ...['Array.findLastIndex', 'Array.sort', 'Array.toSorted', 'Map.forEach', 'Set.forEach', ...there(iterators)],
      ],
      hand: onOne,
    },
    { package: 'lib', names: ['Array.from'], hand: (_, callback) => Array.from([1], callback) },
    {
      package: 'lib',
      names: there(['Object.groupBy', 'Map.groupBy', 'Array.fromAsync']),
      hand: (name, callback) => invoke(globalThis, name, [1], callback),
    },
    {
      package: 'lib',
      names: ['String.replace', 'String.replaceAll'],
      hand: (name, callback) => invoke('x', name.slice(7), /x/g, callback),
    },
    { package: 'lib', names: ['Reflect.apply'], hand: (_, callback) => Reflect.apply(callback, undefined, []) },
    { package: 'lib', names: ['Promise'], hand: (_, callback) => new Promise(callback as () => void) },
    {
      package: 'lib',
      names: ['Promise.then', 'Promise.finally'],
      hand: (name, callback) => invoke(Promise.resolve(1), name.slice(8), callback),
    },
    { package: 'lib', names: ['Promise.catch'], hand: (_, callback) => Promise.reject(new Error('x')).catch(callback) },
    { package: 'lib', names: there(['Promise.try']), hand: (name, callback) => invoke(globalThis, name, callback) },
  ],
  quiet: [
    {
      package: 'lib',
      names: ['Promise.all', 'Promise.race'],
      run: async name => {
        const { failure } = await rejected(() =>
          (Promise as unknown as Members)[name.slice(8)]?.([Promise.reject('first')]),
        );
        if (failure !== 'first') throw new Error('it does not reject with what it was given');
      },
    },
    { package: 'lib', names: ['Promise.allSettled'], run: () => Promise.allSettled([Promise.reject(new Error('x'))]) },
    {
      package: 'lib',
      names: ['Promise.resolve', ...there(['Promise.withResolvers'])],
      run: name => invoke(globalThis, name, 1),
    },
    { package: 'lib', names: ['Promise.reject'], run: () => Promise.reject(new Error('x')).catch(() => {}) },
  ],
  notRunnable: [
    {
      package: 'lib',
      names: newer.filter(name => !isThere(name)),
      because: `Node ${process.versions.node} does not have it`,
    },
  ],
};
