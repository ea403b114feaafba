import { isObject, type JsonObject } from './json-file.js';

/** A path or specifier that an `exports` or `imports` map gives for a name. */
export interface MapTarget {
  readonly target: string;
  /** False once a target with a higher claim came before: TypeScript looks at the first only. */
  readonly first: boolean;
}

/** What a map says about a name. */
export type MapAnswer =
  /** The name has an entry; no targets when it is `null` or no condition holds. */
  { readonly listed: true; readonly targets: readonly MapTarget[] } | { readonly listed: false };

/**
 * Looks up `subpath` (`''` or `x/y`) in a package's `exports`, as Node's PACKAGE_EXPORTS_RESOLVE: exact keys before
 * patterns, the longest pattern first. All targets whose conditions hold are given in order, because the first may name
 * build output that is not there while a later one names source.
 */
export function matchExports(exports: unknown, subpath: string, conditions: ReadonlySet<string>): MapAnswer {
  const table = isObject(exports) && Object.keys(exports).every(key => key.startsWith('.')) ? exports : undefined;
  if (table !== undefined && Object.keys(table).length > 0) {
    return matchTable(table, subpath === '' ? '.' : `./${subpath}`, conditions);
  }
  return subpath === '' ? answer(exports, '', conditions) : { listed: false };
}

/** Looks up `#name` in a package's `imports`. Targets that do not start with `./` are specifiers of other packages. */
export function matchImports(imports: JsonObject, specifier: string, conditions: ReadonlySet<string>): MapAnswer {
  return matchTable(imports, specifier, conditions);
}

function matchTable(table: JsonObject, name: string, conditions: ReadonlySet<string>): MapAnswer {
  if (Object.hasOwn(table, name) && !name.endsWith('/') && !name.includes('*')) {
    return answer(table[name], '', conditions);
  }
  for (const key of patternKeys(table)) {
    const star = key.indexOf('*');
    if (star < 0) {
      if (name.startsWith(key)) return answer(table[key], name.slice(key.length), conditions);
      continue;
    }
    const before = key.slice(0, star);
    const after = key.slice(star + 1);
    if (name.startsWith(before) && name.endsWith(after) && name.length >= before.length + after.length) {
      return answer(table[key], name.slice(before.length, name.length - after.length), conditions);
    }
  }
  return { listed: false };
}

// Sorting the keys again for each of some thousand subpaths of one package would show; a table is never changed.
const sortedKeys = new WeakMap<JsonObject, readonly string[]>();

function patternKeys(table: JsonObject): readonly string[] {
  const known = sortedKeys.get(table);
  if (known !== undefined) return known;
  const keys = Object.keys(table)
    .filter(key => key.endsWith('/') || key.split('*').length === 2)
    .sort(compareKeys);
  sortedKeys.set(table, keys);
  return keys;
}

/** Node's PATTERN_KEY_COMPARE: the longer part before the star goes first, then the longer key. */
function compareKeys(a: string, b: string): number {
  const base = (key: string) => (key.includes('*') ? key.indexOf('*') + 1 : key.length);
  if (base(a) !== base(b)) return base(b) - base(a);
  if (a.includes('*') !== b.includes('*')) return a.includes('*') ? -1 : 1;
  return b.length - a.length;
}

function answer(value: unknown, star: string, conditions: ReadonlySet<string>): MapAnswer {
  const found: string[] = [];
  collect(value, star, conditions, found);
  return { listed: true, targets: found.map((target, index) => ({ target, first: index === 0 })) };
}

/** Appends the targets that hold, in order; answers true at a `null`, which ends the search. */
function collect(value: unknown, star: string, conditions: ReadonlySet<string>, found: string[]): boolean {
  if (value === null) return true;
  if (typeof value === 'string') {
    const target = value.includes('*') ? value.replaceAll('*', () => star) : value.endsWith('/') ? value + star : value;
    if (isSafe(target)) found.push(target);
    return false;
  }
  if (Array.isArray(value)) return value.some(item => collect(item, star, conditions, found));
  if (!isObject(value)) return false;
  for (const [condition, inner] of Object.entries(value)) {
    if (holds(condition, conditions) && collect(inner, star, conditions, found)) return true;
  }
  return false;
}

function holds(condition: string, conditions: ReadonlySet<string>): boolean {
  if (condition === 'default' || conditions.has(condition)) return true;
  // `types@>=5.0`: read as `types`, since such maps list the newest compiler first.
  return condition.startsWith('types@') && conditions.has('types') && /^types@\s*(?:>=|\*)/.test(condition);
}

/** Targets must stay inside the package. */
function isSafe(target: string): boolean {
  const [, ...rest] = target.split('/');
  return !target.startsWith('../') && !target.startsWith('/') && !rest.some(part => part === '..' || part === '.');
}
