import { type CallDraft, USE_EXPORT, USE_TYPE, USE_VALUE, type Walk } from './drafts.js';
import type { Alias, Reference } from './scopes.js';
import { flat } from './strings.js';

/** A use of a name that an import may have bound. */
export class UseReference implements Reference {
  name: string;
  readonly meaning: number;
  use: number;
  /** The member read from it, `undefined` where the whole of it is meant. */
  member: string | undefined;

  constructor(name: string, meaning: number, use: number, member: string | undefined) {
    this.name = name;
    this.meaning = meaning;
    this.use = use;
    this.member = member;
  }

  local(alias: Alias | undefined): string | undefined {
    if (!alias?.entity) return undefined;
    // `import a = ns.b` lives exactly as long as `a` is used, and then only if `ns.b` is a value.
    if (this.use > USE_EXPORT) this.use = USE_EXPORT;
    this.member = alias.path[0];
    return alias.root;
  }
}

/** Notes the use of a name, if an import (or an alias of one) carries that name at all. */
export function referUse(walk: Walk, name: string, meaning: number, use: number, member?: string): void {
  if (!walk.bindings.has(name) && !walk.entityAliases.has(name)) return;
  const strength = walk.ambientDepth > 0 && use !== USE_EXPORT ? USE_TYPE : use;
  walk.scopes.refer(new UseReference(name, meaning, strength, member));
}

/** Counts the uses that no local declaration took. */
export function settleUses(walk: Walk): void {
  for (const reference of walk.scopes.open) {
    if (!(reference instanceof UseReference)) continue;
    const name = walk.bindings.get(reference.name);
    if (!name) continue;
    if (reference.use > name.use) name.use = reference.use;
    if (reference.member === undefined) name.members = undefined;
    else name.members?.add(flat(reference.member));
  }
  if (walk.dialect === 'ts' || walk.dialect === 'tsx' || walk.dialect === 'dts') return;
  // JavaScript keeps every import; in components the markup may use any of them.
  const isComponent = walk.dialect !== 'js' && walk.dialect !== 'jsx';
  for (const name of walk.importOf.keys()) {
    if (name.typeOnly) continue;
    name.use = USE_VALUE;
    if (isComponent) name.members = undefined;
  }
}

/** A call that waits for the scope of the first name of its callee. */
export class CallReference implements Reference {
  name: string;
  readonly meaning = 1;
  private path: readonly string[];
  private readonly walk: Walk;
  readonly node: CallDraft['node'];
  private readonly symbol: string;
  private readonly deferred: boolean;

  constructor(walk: Walk, node: CallDraft['node'], path: readonly string[]) {
    this.walk = walk;
    this.node = node;
    this.name = path[0] ?? '';
    this.path = path;
    this.symbol = walk.symbol;
    this.deferred = walk.functionDepth > 0;
  }

  local(alias: Alias | undefined): string | undefined {
    if (!alias || alias.literal !== undefined) return undefined;
    if (alias.site) {
      this.walk.calls.push({ ...this.draft(), site: alias.site });
      return undefined;
    }
    this.path = [alias.root, ...alias.path, ...this.path.slice(1)];
    return alias.root;
  }

  draft(): CallDraft {
    return { node: this.node, path: this.path, symbol: this.symbol, deferred: this.deferred };
  }
}

/** Calls whose callee is global or imported, in the order they are written, an outer call before its arguments. */
export function settledCalls(walk: Walk): CallDraft[] {
  for (const reference of walk.scopes.open) {
    if (reference instanceof CallReference) walk.calls.push(reference.draft());
  }
  return walk.calls.sort((a, b) => a.node.pos - b.node.pos || b.node.end - a.node.end);
}

/** A name that CommonJS gives every file (`module`, `exports`): calls back where nothing local carries it. */
export class GlobalReference implements Reference {
  name: string;
  readonly meaning = 1;
  readonly whenGlobal: () => void;

  constructor(name: string, whenGlobal: () => void) {
    this.name = name;
    this.whenGlobal = whenGlobal;
  }

  local(): undefined {
    return undefined;
  }
}
