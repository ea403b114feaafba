import type { FilePath } from '../../files/paths.js';
import type { FileIr } from '../../syntax/ir/nodes.js';
import type { FailureContract } from '../contract.js';
import type { FileView, FunctionRef } from '../view.js';
import type { PlaceNote } from './located.js';

/** Hears what answers about a file rest on, the least of it that decides them. */
export interface ViewNotes {
  /** The file that is looked at: of what stands in it nothing need be noted. */
  readonly own: FilePath;
  /** What others see of a file, and that it is there (`seenOf`). */
  declarations(path: FilePath): unknown;
  /** A function with all in it, where it stands left out. */
  body(ref: FunctionRef): unknown;
  contract(ref: FunctionRef): unknown;
  /** All of a file. */
  whole(path: FilePath): unknown;
  /** The functions that failures start in. */
  readonly place: PlaceNote;
  /** Functions whose callers were asked for, those that have none included. */
  called(ref: FunctionRef): unknown;
}

/** The view of another file than the one that is looked at, with everything that is asked of it noted. */
export function outsideView(view: FileView, notes: ViewNotes): FileView {
  const { path } = view;
  const ir = outsideIr(view, notes);
  const inside = <A extends readonly unknown[], T>(ask: (fn: number, ...rest: A) => T) => {
    return (fn: number, ...rest: A): T => {
      notes.body({ path, index: fn });
      return ask(fn, ...rest);
    };
  };
  return {
    path,
    ir,
    wholeIr: () => {
      notes.whole(path);
      return view.wholeIr();
    },
    isTest: view.isTest,
    environment: view.environment,
    takesCause: view.takesCause,
    policy: view.policy,
    get facts() {
      notes.whole(path);
      return view.facts;
    },
    binding: inside(view.binding),
    callee: inside(view.callee),
    functionValue: inside(view.functionValue),
    typeOf: inside(view.typeOf),
    toldResult: inside(view.toldResult),
    failuresOf: inside(view.failuresOf),
    caughtAt: inside(view.caughtAt),
    isInstance: inside(view.isInstance),
    contract: fn => {
      notes.contract({ path, index: fn });
      return outsideContract(view.contract(fn), { path, index: fn }, notes);
    },
    // Names and exports are declarations.
    isExported: view.isExported,
    exportedAs: view.exportedAs,
    symbolOf: view.symbolOf,
  };
}

function outsideIr({ ir, path }: FileView, notes: ViewNotes): FileIr {
  return {
    functions: new Proxy(ir.functions, {
      get: (functions, property, receiver) => {
        if (typeof property === 'string' && /^\d+$/.test(property)) notes.body({ path, index: Number(property) });
        return Reflect.get(functions, property, receiver);
      },
    }),
    classes: ir.classes,
    types: ir.types,
    get comments() {
      notes.whole(path);
      return ir.comments;
    },
  };
}

/** A contract whose parts that speak of places in the function are noted as its body; the rest is `isSameContract`'s. */
export function outsideContract(contract: FailureContract, ref: FunctionRef, notes: ViewNotes): FailureContract {
  const noted = <T>(list: T): T => {
    notes.body(ref);
    return list;
  };
  return {
    symbol: contract.symbol,
    isAsync: contract.isAsync,
    modes: contract.modes,
    bugs: contract.bugs,
    declared: contract.declared,
    inherited: contract.inherited,
    closed: contract.closed,
    open: contract.open,
    handed: contract.handed,
    digest: contract.digest,
    get returns() {
      return noted(contract.returns);
    },
    get swallows() {
      return noted(contract.swallows);
    },
    get conflations() {
      return noted(contract.conflations);
    },
    get holes() {
      return noted(contract.holes);
    },
  };
}

/** Whether two contracts say the same, places in their functions left out: those of origins are noted apart. */
export function isSameContract(a: FailureContract | undefined, b: FailureContract | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && wordsOf(a) === wordsOf(b));
}

function wordsOf({ swallows, conflations, holes, returns, ...contract }: FailureContract): string {
  const outcomes = returns.map(({ start, end, ...outcome }) => outcome);
  return JSON.stringify([contract, outcomes], (key, value: unknown) =>
    key === 'origins' ? placeless(value as Origins) : value,
  );
}

type Origins = FailureContract['modes'][number]['origins'];

function placeless(origins: Origins): unknown {
  return origins.map(({ start, end, anchor, ...origin }) =>
    anchor ? [origin, anchor.name, anchor.nth] : [origin, start, end],
  );
}
