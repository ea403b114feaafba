import type { TypeScript } from '../typescript6.js';

/** What a name can mean; a declaration and a reference meet when their bits overlap. */
export const VALUE = 1;
export const TYPE = 2;
export const NAMESPACE = 4;

/** What a local `const` stands for, so that references to it can be followed. */
export interface Alias {
  /** The name the initializer starts at; `''` when it is an import site or a literal. */
  readonly root: string;
  /** Names after the root; `()` stands for a call. */
  readonly path: readonly string[];
  /** The `require()` or `import()` call that the binding holds. */
  readonly site?: TypeScript.Node;
  /** The string it holds. */
  readonly literal?: string;
  /** `import a = root.path`: uses of `a` are uses of the root. */
  readonly entity?: true;
}

/** A name seen in the file that waits for the scope that declares it. */
export interface Reference {
  name: string;
  readonly meaning: number;
  /**
   * Told that the name is a local declaration. Answers the name to look for instead when the declaration is only
   * another name for something, `undefined` when that is the end.
   */
  local(alias: Alias | undefined): string | undefined;
}

/** Aliases followed for one reference: enough for real code, an end for `const a = b, b = a`. */
const maxHops = 8;
/** Above this many declarations a scope is looked up through a map. */
const linearLimit = 8;

/**
 * Two-space lexical scoping without a binder: declarations and open references lie on two stacks; leaving a scope takes
 * the references it declares off, the rest stays for the scopes around. What is left at the end is global or imported.
 */
export class Scopes {
  private readonly names: string[] = [];
  private readonly meanings: number[] = [];
  private readonly aliases: (Alias | undefined)[] = [];
  private readonly hoisted: boolean[] = [];
  private readonly marks: number[] = [];
  /** How many of the declarations on the stack count; shrinking the arrays themselves at every scope is slow. */
  private top = 0;
  /** References not yet bound, in the order of the walk. */
  readonly open: Reference[] = [];

  /** Opens a scope; `var` declarations leave it on exit unless it belongs to a function (or module, or namespace). */
  enter(): void {
    this.marks.push(this.top, this.open.length);
  }

  /** A place to `rewind` to when the walk of a statement breaks off. */
  mark(): { readonly marks: number; readonly names: number } {
    return { marks: this.marks.length, names: this.top };
  }

  /** Forgets the scopes opened since the mark; their references stay open. */
  rewind(mark: { readonly marks: number; readonly names: number }): void {
    this.marks.length = mark.marks;
    this.top = mark.names;
  }

  declare(name: string, meaning: number, alias?: Alias, hoist = false): void {
    if (name === '') return;
    const at = this.top++;
    this.names[at] = name;
    this.meanings[at] = meaning;
    this.aliases[at] = alias;
    this.hoisted[at] = hoist;
  }

  refer(reference: Reference): void {
    if (reference.name !== '') this.open.push(reference);
  }

  exit(isFunction: boolean): void {
    const firstOpen = this.marks.pop() ?? 0;
    const firstName = this.marks.pop() ?? 0;
    if (this.top > firstName && this.open.length > firstOpen) this.bind(firstName, firstOpen);
    let kept = firstName;
    if (!isFunction) {
      for (let i = firstName; i < this.top; i++) {
        if (!this.hoisted[i]) continue;
        this.names[kept] = this.names[i]!;
        this.meanings[kept] = this.meanings[i]!;
        this.aliases[kept] = this.aliases[i];
        this.hoisted[kept] = true;
        kept++;
      }
    }
    this.top = kept;
  }

  private bind(firstName: number, firstOpen: number): void {
    const find = this.finder(firstName);
    let kept = firstOpen;
    for (let i = firstOpen; i < this.open.length; i++) {
      const reference = this.open[i]!;
      let hops = 0;
      let isOpen = true;
      for (let at = find(reference); at >= 0; at = find(reference)) {
        const next = reference.local(hops++ < maxHops ? this.aliases[at] : undefined);
        if (next === undefined) {
          isOpen = false;
          break;
        }
        reference.name = next;
      }
      if (isOpen) this.open[kept++] = reference;
    }
    if (kept < this.open.length) this.open.length = kept;
  }

  /** Finds the declaration of a reference, the first one where a name is declared again. */
  private finder(first: number): (reference: Reference) => number {
    const { names, meanings } = this;
    const end = this.top;
    if (end - first <= linearLimit) {
      return reference => {
        for (let i = first; i < end; i++) {
          if (names[i] === reference.name && (meanings[i]! & reference.meaning) !== 0) return i;
        }
        return -1;
      };
    }
    const byName = new Map<string, number[]>();
    for (let i = first; i < end; i++) {
      const list = byName.get(names[i]!);
      if (list) list.push(i);
      else byName.set(names[i]!, [i]);
    }
    return reference => byName.get(reference.name)?.find(i => (meanings[i]! & reference.meaning) !== 0) ?? -1;
  }
}
