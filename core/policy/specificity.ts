/**
 * How exactly a module path names its files, compared in this order: more segments without wildcards; more segments that
 * are partly literal (`*.view.ts`); more single-segment wildcards (a capture counts as one: `packages/{name}` yields to
 * `packages/orders`); fewer `**`. Equal in all four means that neither is more specific.
 */
export interface Specificity {
  readonly literal: number;
  readonly mixed: number;
  readonly single: number;
  readonly globstars: number;
}

/** The specificity of one path as written, braces expanded, captures not filled in. */
export function specificityOf(path: string): Specificity {
  let literal = 0;
  let mixed = 0;
  let single = 0;
  let globstars = 0;
  for (const raw of path.split('/')) {
    if (raw === '' || raw === '.') continue;
    const segment = raw.replace(/\{[A-Za-z][\w-]*\}/g, '*');
    if (segment === '**') globstars++;
    else if (/^\*+$/.test(segment)) single++;
    else if (/[*?]/.test(segment)) mixed++;
    else literal++;
  }
  return { literal, mixed, single, globstars };
}

/** Positive when `a` is more specific than `b`, 0 when neither is. */
export function compareSpecificity(a: Specificity, b: Specificity): number {
  return a.literal - b.literal || a.mixed - b.mixed || a.single - b.single || b.globstars - a.globstars;
}
