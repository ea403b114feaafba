import type { FailureBoundary, FailurePolicy } from '../../policy/failures/failure-policy.js';
import { matchesWildcard } from '../../policy/wildcard.js';
import type { CallExpr, Expr, Place } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import type { FileView, FunctionRef } from '../view.js';
import { callsOf, isWithin } from '../walk.js';
import { isCallMeant } from './call-pattern.js';

/** A function at which failures leave: one that is exported, or handed to a call that the policy names. */
export interface Exit {
  readonly boundary: FailureBoundary;
  readonly ref: FunctionRef;
  /** Where it stands in the file under check: the name of the function, or the argument. */
  readonly at: Place;
  /** The function of the file under check that `at` belongs to. */
  readonly fn: number;
  /** The call that it is handed to. */
  readonly call: CallExpr | undefined;
}

const known = new WeakMap<FileView, { readonly policy: FailurePolicy; readonly exits: readonly Exit[] }>();

/** The exits of a file, by boundary in the order of the policy. */
export function exitsOf(file: FileView, policy: FailurePolicy): readonly Exit[] {
  const found = known.get(file);
  if (found?.policy === policy) return found.exits;
  const exits = policy.boundaries.filter(({ covers }) => covers(file.path)).flatMap(each => exitsAt(file, each));
  known.set(file, { policy, exits });
  return exits;
}

/** The boundaries in whose code a function stands: as an exit or inside of one; of a boundary of files, everywhere in them. */
export function boundariesAround(file: FileView, fn: number, policy: FailurePolicy): readonly FailureBoundary[] {
  return policy.boundaries.filter(boundary => {
    if (!boundary.covers(file.path)) return false;
    if (!boundary.calls && !boundary.exports) return true;
    return exitsOf(file, policy).some(
      exit => exit.boundary === boundary && exit.ref.path === file.path && isWithin(file.ir, fn, exit.ref.index),
    );
  });
}

function exitsAt(file: FileView, boundary: FailureBoundary): Exit[] {
  if (boundary.calls) return handedExits(file, boundary, boundary.calls);
  return file.ir.functions.flatMap((ir, index): Exit[] => {
    if (!ir.hasBody || ir.form === 'module' || ir.form === 'static-block' || !isPublished(file, index, boundary))
      return [];
    const at = { start: ir.nameStart, end: Math.max(ir.nameEnd, ir.nameStart + 1) };
    return [{ boundary, ref: { path: file.path, index }, at, fn: index, call: undefined }];
  });
}

function isPublished(file: FileView, fn: number, { exports }: FailureBoundary): boolean {
  const names = file.exportedAs(fn);
  if (names.some(name => /(^|\.)#/.test(name))) return false;
  if (!exports) return names.length > 0;
  return names.some(name => exports.some(pattern => matchesWildcard(pattern, name)));
}

function handedExits(file: FileView, boundary: FailureBoundary, calls: readonly string[]): Exit[] {
  const found: Exit[] = [];
  for (const [fn, ir] of file.ir.functions.entries()) {
    for (const call of callsOf(ir)) {
      if (!isCallMeant(file, fn, call, calls)) continue;
      for (const arg of handedTo(call, boundary.argument)) {
        const value = bare(arg);
        const refs = refsOf(file, fn, value);
        for (const ref of refs) {
          if (boundary.exports && !isPublished(file, ref.index, boundary)) continue;
          const at = value.kind === 'function' ? call.callee : arg;
          found.push({ boundary, ref, at, fn: value.kind === 'function' ? value.index : fn, call });
        }
      }
    }
  }
  return found;
}

function handedTo({ args }: CallExpr, argument: FailureBoundary['argument']): readonly Expr[] {
  if (argument === undefined) return args;
  const arg = argument === 'first' ? args[0] : argument === 'last' ? args.at(-1) : args[argument];
  return arg ? [arg] : [];
}

function refsOf(file: FileView, fn: number, value: Expr): readonly FunctionRef[] {
  if (value.kind === 'function') return [{ path: file.path, index: value.index }];
  if (value.kind === 'array') return value.elements.flatMap(each => refsOf(file, fn, bare(each)));
  if (value.kind !== 'name' && value.kind !== 'member') return [];
  const callee = file.functionValue(fn, value);
  return callee?.kind === 'project' ? callee.targets : [];
}
