/** A qualified name without the callbacks at its end. */
export function namedAround(symbol: string): string {
  return symbol.replace(/(\.?~\d+)+$/, '');
}

/** A function that stands in another, or is it. */
export function isWithin(symbol: string, unit: string): boolean {
  return unit === '' || symbol === unit || symbol.startsWith(`${unit}.`);
}
