import type { Spot } from './behaviour.js';

/** A qualified name without the callbacks at its end. */
export function namedAround(symbol: string): string {
  return symbol.replace(/(\.?~\d+)+$/, '');
}

/** A function that stands in another, or is it. */
export function isWithin(symbol: string, unit: string): boolean {
  return unit === '' || symbol === unit || symbol.startsWith(`${unit}.`);
}

/** One place stands in another. */
export function contains(outer: Spot, inner: Spot): boolean {
  return outer.path === inner.path && outer.start <= inner.start && inner.end <= outer.end;
}
