import type { BaselineEntry } from './entry.js';
import { brokenRules, type Subject } from './subject.js';

/** How an entry relates to a finding at the same place: equal, wider than the finding needs, or not covering it. */
export type Cover = 'equal' | 'wider' | 'none';

/** Weaker kinds a grandfathered kind still covers: what takes effect later, or never, is less of the same thing. */
const weaker: Readonly<Record<string, readonly string[]>> = {
  eager: ['deferred', 'resource', 'type'],
  deferred: ['resource', 'type'],
  resource: ['type'],
};

/** Whether a grandfathered kind covers a kind: the same one or a weaker one. */
export function coversKind(granted: string | undefined, kind: string | undefined): boolean {
  return (
    granted === kind || (granted !== undefined && kind !== undefined && (weaker[granted]?.includes(kind) ?? false))
  );
}

/** Compares kind, names and broken rules; place and target are the caller's business. */
export function coverOf(entry: BaselineEntry, subject: Subject): Cover {
  const broken = brokenRules(subject);
  const granted = entry.clauses?.length ?? 0;
  if (!broken.every(rule => rule === entry.rule || entry.clauses?.includes(rule))) return 'none';
  let equal = subject.rule === entry.rule && broken.length === granted + 1;
  if (!subject.dependency) return entry.to !== undefined ? 'none' : equal ? 'equal' : 'wider';
  if (entry.to === undefined || entry.kind === undefined) return 'none';
  const { kind, context, symbols } = subject.dependency;
  if (context !== entry.context) return 'none';
  if (kind !== entry.kind) {
    if (!coversKind(entry.kind, kind)) return 'none';
    equal = false;
  }
  const names = entry.symbols ?? [];
  // A side-effect import carries no names and is more than an import of names that are all gone.
  if (symbols.length === 0 && names.length > 0 && kind !== 'type') return 'none';
  if (!symbols.every(symbol => names.includes(symbol))) return 'none';
  return equal && new Set(symbols).size === names.length ? 'equal' : 'wider';
}
