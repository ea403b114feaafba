/** Keywords of types and the built-in type that has their members. */
export const keywordTypes: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
  bigint: 'BigInt',
  symbol: 'Symbol',
};

/** Built-in classes that code makes with `new` or names in annotations. */
export const libClasses: ReadonlySet<string> = new Set([
  ...[
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'Date',
    'RegExp',
    'Error',
    'TypeError',
    'RangeError',
    'AggregateError',
    'URL',
    'URLSearchParams',
  ],
  ...[
    'ArrayBuffer',
    'DataView',
    'Uint8Array',
    'Int8Array',
    'Uint16Array',
    'Int16Array',
    'Uint32Array',
    'Int32Array',
    'Float32Array',
    'Float64Array',
  ],
  ...[
    'Headers',
    'Request',
    'Response',
    'FormData',
    'Blob',
    'File',
    'AbortController',
    'AbortSignal',
    'TextEncoder',
    'TextDecoder',
    'Buffer',
  ],
  ...[
    'ReadableStream',
    'WritableStream',
    'WebSocket',
    'Worker',
    'EventTarget',
    'MessageChannel',
    'WeakRef',
    'Intl',
    'Proxy',
  ],
]);

const stringResults =
  /^(slice|substring|substr|trim|trimStart|trimEnd|toLowerCase|toUpperCase|toLocaleLowerCase|toLocaleUpperCase|replace|replaceAll|padStart|padEnd|repeat|charAt|concat|normalize|toString|toFixed|toISOString|join|toJSON)$/;
const numberResults =
  /^(indexOf|lastIndexOf|search|charCodeAt|codePointAt|localeCompare|findIndex|findLastIndex|push|unshift|getTime|valueOf)$/;
const listResults =
  /^(split|map|filter|flatMap|flat|sort|reverse|splice|keys|values|entries|matchAll|fill|toSorted|toReversed|with)$/;

/** What a method of a string, list, number or collection gives, by its name. */
export function libResult(type: string, method: string): 'String' | 'Number' | 'list' | undefined {
  const isListType = type === 'Array' || type === 'Set' || type === 'Map';
  if (isListType && (method === 'slice' || method === 'concat')) return 'list';
  if (stringResults.test(method)) return 'String';
  if (numberResults.test(method)) return 'Number';
  return listResults.test(method) ? 'list' : undefined;
}

/**
 * Methods that only the built-in strings, lists, numbers and collections are known to have: called on something unknown,
 * they are taken for those, which do not fail. Names that other code gives its own methods too (`get`, `set`, `add`,
 * `delete`) are not among them.
 */
export const wellKnownMethods: ReadonlySet<string> = new Set(
  (
    'slice startsWith endsWith indexOf lastIndexOf trim trimStart trimEnd split join map filter forEach some every reduce reduceRight push includes replace replaceAll ' +
    'toLowerCase toUpperCase flatMap flat toString padStart padEnd charAt charCodeAt codePointAt concat sort reverse splice shift unshift pop entries ' +
    'hasOwnProperty localeCompare substring substr toFixed toISOString getTime findIndex toSorted toReversed'
  ).split(' '),
);
