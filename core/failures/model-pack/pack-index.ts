import { compareText } from '../../files/paths.js';
import type { CallModel, ErrorModel, ModelName, TypeModel } from './model.js';
import type { ReadModelFile } from './read-file.js';
import { byNewest, isInBounds } from './versions.js';

interface Versioned<T> {
  readonly bounds: string;
  readonly value: T;
}

/** Longest chain of base types that is followed; a cycle in a user's pack ends there. */
const deepestBase = 12;

/** Finds models by package and name. Files that come first win; within a package the newest versions do. */
export class PackIndex {
  readonly calls: readonly CallModel[];
  readonly types: readonly TypeModel[];
  readonly errors: readonly ErrorModel[];
  private readonly callsByName = new Map<string, Versioned<CallModel>[]>();
  private readonly typesByName = new Map<string, Versioned<TypeModel>[]>();
  private readonly errorsByName = new Map<string, ErrorModel[]>();
  private readonly totals = new Map<string, Versioned<ReadonlySet<string>>[]>();
  /** `@scope/name-` of families. */
  private readonly families: string[] = [];

  constructor(files: readonly ReadModelFile[]) {
    const ordered = inOrder(files);
    for (const file of ordered) this.add(file);
    this.calls = sorted(ordered.flatMap(file => file.calls));
    this.types = sorted(ordered.flatMap(file => file.types));
    this.errors = sorted([...this.errorsByName.values()].flat());
  }

  call(home: string, name: string, version: string | undefined): CallModel | undefined {
    const plain = withoutDefault(name);
    for (const candidate of plain === name ? [name] : [name, plain]) {
      const found = this.ownCall(home, candidate, version) ?? this.inherited(home, candidate, version);
      if (found) return found;
    }
    return undefined;
  }

  isListedTotal(home: string, name: string, version: string | undefined): boolean {
    const plain = withoutDefault(name);
    if (this.matchesTotal(home, plain, version)) return true;
    const [owner, member] = ownerAndMember(plain);
    if (owner === undefined) return false;
    return this.bases(home, owner, version).some(base =>
      this.matchesTotal(base.package, `${base.name}.${member}`, undefined),
    );
  }

  type(home: string, name: string, version: string | undefined): TypeModel | undefined {
    const own = pick(this.typesByName, this.keys(home, name), version);
    if (own) return own;
    const maker = this.ownCall(home, name, version);
    return maker?.constructs && maker.returns && maker.returns.name !== name
      ? pick(this.typesByName, this.keys(maker.returns.package, maker.returns.name), version)
      : undefined;
  }

  error(name: string, home: string | undefined): ErrorModel | undefined {
    const all = this.errorsByName.get(name) ?? [];
    if (home !== undefined) return all.find(error => this.homes(home).includes(error.package));
    return all.find(error => error.package === 'lib') ?? all[0];
  }

  private ownCall(home: string, name: string, version: string | undefined): CallModel | undefined {
    return pick(this.callsByName, [...this.keys(home, name), ...this.keys(home, withWildcard(name))], version);
  }

  /** The member of a base type: `ReadStream.on` is that of `EventEmitter`. */
  private inherited(home: string, name: string, version: string | undefined): CallModel | undefined {
    const [owner, member] = ownerAndMember(name);
    if (owner === undefined) return undefined;
    for (const base of this.bases(home, owner, version)) {
      const found = this.ownCall(base.package, `${base.name}.${member}`, base.package === home ? version : undefined);
      if (found) return found;
    }
    return undefined;
  }

  private bases(home: string, owner: string, version: string | undefined): ModelName[] {
    const found: ModelName[] = [];
    let level: readonly ModelName[] = [{ package: home, name: owner }];
    for (let depth = 0; level.length > 0 && depth < deepestBase; depth++) {
      level = level.flatMap(({ package: from, name }) => this.type(from, name, version)?.extends ?? []);
      found.push(...level);
    }
    return found;
  }

  private matchesTotal(home: string, name: string, version: string | undefined): boolean {
    const steps = name.split('.');
    const [word = ''] = /[A-Z][a-z]+$/.exec(name) ?? [];
    const patterns = ['*', `*${word}`, ...steps.map((_, count) => `${steps.slice(0, count + 1).join('.')}.*`), name];
    return this.homes(home).some(key =>
      (this.totals.get(key) ?? []).some(
        ({ bounds, value }) => isInBounds(bounds, version) && patterns.some(pattern => value.has(pattern)),
      ),
    );
  }

  /** The package, and the families that it belongs to. */
  private homes(home: string): string[] {
    return [home, ...this.families.filter(family => home.startsWith(family)).map(family => `${family}*`)];
  }

  private keys(home: string, name: string): string[] {
    return this.homes(home).map(key => `${key}#${name}`);
  }

  private add(read: ReadModelFile): void {
    const { versions: bounds, aliases } = read.file;
    for (const family of read.packages) if (family.endsWith('*')) this.families.push(family.slice(0, -1));
    read.calls.forEach((call, at) => {
      const value = { bounds, value: call };
      const doors = [...read.packages.map(home => ({ package: home, prefix: '' })), ...aliases];
      for (const door of doors) append(this.callsByName, `${door.package}#${door.prefix}${call.name}`, value);
      for (const alias of read.aliases[at] ?? []) append(this.callsByName, `${alias.package}#${alias.name}`, value);
    });
    for (const type of read.types)
      for (const home of [...read.packages, ...aliases.filter(door => door.prefix === '').map(door => door.package)])
        append(this.typesByName, `${home}#${type.name}`, { bounds, value: type });
    for (const [name, { extends: base, class: failure, by }] of Object.entries(read.file.errors))
      append(this.errorsByName, name, {
        package: read.packages[0] ?? 'lib',
        name,
        extends: base,
        class: failure,
        by: by.map(({ path, table, classes }) => ({ path, table, classes })),
      });
    for (const home of read.packages) append(this.totals, home, { bounds, value: new Set(read.file.total) });
    for (const { package: home, prefix } of aliases)
      append(this.totals, home, { bounds, value: new Set(read.file.total.map(name => prefix + name)) });
  }
}

/** The order of the files, but the files of one package from the newest versions to the oldest. */
function inOrder(files: readonly ReadModelFile[]): ReadModelFile[] {
  return files
    .map((file, at) => ({
      file,
      at: files.findIndex(other => other.packages[0] === file.packages[0] && other.layer === file.layer),
      own: at,
    }))
    .sort((a, b) => a.at - b.at || byNewest(a.file.file.versions, b.file.file.versions) || a.own - b.own)
    .map(({ file }) => file);
}

function pick<T>(
  index: ReadonlyMap<string, Versioned<T>[]>,
  keys: readonly string[],
  version: string | undefined,
): T | undefined {
  for (const key of keys) {
    const found = index.get(key)?.find(({ bounds }) => isInBounds(bounds, version));
    if (found) return found.value;
  }
  return undefined;
}

function append<T>(index: Map<string, T[]>, key: string, value: T): void {
  const list = index.get(key);
  if (list) list.push(value);
  else index.set(key, [value]);
}

/** The default export's members are those of the package; the global object's are names. */
function withoutDefault(name: string): string {
  return name.replace(/^(?:default|globalThis|window|self)\./, '').replace('.prototype.', '.');
}

/** `PrismaClient.user.create` → `PrismaClient.*.create`. */
function withWildcard(name: string): string {
  return name.replace(/^([^.]+)\.[^.]+\.(.+)$/, '$1.*.$2');
}

function ownerAndMember(name: string): readonly [owner: string | undefined, member: string] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [undefined, name] : [name.slice(0, dot), name.slice(dot + 1)];
}

function sorted<T extends ModelName>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => compareText(a.package, b.package) || compareText(a.name, b.name));
}
