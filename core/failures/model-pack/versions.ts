/** The first version in a text: `4.18.2` of `^4.18.2`; missing parts are 0. `undefined` when it names none. */
function firstVersion(text: string): readonly number[] | undefined {
  const match = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return match ? [1, 2, 3].map(group => Number(match[group] ?? 0)) : undefined;
}

/** Whether a version, or the lowest that a manifest's range names, lies in bounds such as `>=4 <5`. Unknown ones do. */
export function isInBounds(bounds: string, version: string | undefined): boolean {
  const asked = version === undefined ? undefined : firstVersion(version);
  if (bounds === '*' || !asked) return true;
  return bounds.split(' ').every(bound => {
    const order = compare(asked, firstVersion(bound) ?? [0, 0, 0]);
    return bound.startsWith('>=') ? order >= 0 : order < 0;
  });
}

/** Orders bounds by where they begin, newest first. */
export function byNewest(a: string, b: string): number {
  return compare(lowest(b), lowest(a));
}

function lowest(bounds: string): readonly number[] {
  const lower = bounds.split(' ').find(bound => bound.startsWith('>='));
  return (lower && firstVersion(lower)) || [0, 0, 0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let part = 0; part < 3; part++) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
