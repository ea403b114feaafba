import { compareText } from '../../files/paths.js';
import type { Region } from './input.js';
import type { Link, Links } from './links.js';
import { dependencyOrder, tangles } from './order.js';

/** Why a dependency of today is not permitted. */
export type Doubt = 'young' | 'against-order' | 'mutual' | 'weak' | 'test-code';

export interface Permissions {
  /** Modules, importers first. */
  readonly order: readonly string[];
  /** By module what it may depend on, sorted. Without cycles. */
  readonly permitted: ReadonlyMap<string, readonly string[]>;
  readonly doubts: ReadonlyMap<Link, Doubt>;
}

/** A direction counts as meant when this many times more travels along it than back. */
const clearDirection = 3;

/**
 * Decides which of today's dependencies are permitted: those along the order in which the least points backwards. In a
 * knot of modules a dependency whose opposite is nearly as heavy has no clear direction, so neither is permitted; all
 * that is permitted is free of cycles. Dependencies between strangers that rest on one site and at most two names are
 * doubted where the code base is large enough for that to be odd. Modules of test code may depend on what their tests use.
 */
export function inferPermissions(regions: readonly Region[], links: Links): Permissions {
  const ids = regions.map(region => region.id);
  const relations = relationsOf(regions);
  const counted = links.all.filter(link => !relations.isFamily(link.from, link.to));
  const order = dependencyOrder(
    ids,
    counted.map(link => ({ from: link.from, to: link.to, weight: link.symbols })),
  );
  const rank = new Map(order.map((id, i) => [id, i]));
  const targets = new Map<string, string[]>();
  for (const link of counted) targets.set(link.from, [...(targets.get(link.from) ?? []), link.to]);
  const knot = tangles(ids, id => targets.get(id) ?? []);
  const typical = median(counted.map(link => link.symbols));
  const roles = new Map(regions.map(({ id, role }) => [id, role]));
  const isBeside = (id: string) => roles.get(id) === 'beside';
  const importers = new Map<string, number>();
  for (const link of counted) importers.set(link.to, (importers.get(link.to) ?? 0) + 1);
  const permitted = new Map<string, string[]>(ids.map(id => [id, []]));
  const doubts = new Map<Link, Doubt>();
  for (const link of counted) {
    const doubt = doubtAbout(link);
    if (doubt) doubts.set(link, doubt);
    else permitted.get(link.from)?.push(link.to);
  }
  for (const link of links.tests) {
    const list = permitted.get(link.from);
    const decides = roles.get(link.from) === 'tests' && roles.get(link.to) !== 'tests';
    if (list && decides && !relations.isFamily(link.from, link.to) && !list.includes(link.to)) list.push(link.to);
  }
  for (const list of permitted.values()) list.sort(compareText);
  return { order, permitted, doubts };

  function doubtAbout(link: Link): Doubt | undefined {
    if (roles.get(link.to) === 'tests') return 'test-code';
    if (link.young === link.sites && link.young > 0) return 'young';
    const back = links.between(link.to, link.from);
    const down = (rank.get(link.from) ?? 0) < (rank.get(link.to) ?? 0);
    const inKnot = knot.has(link.from) && knot.get(link.from) === knot.get(link.to);
    if (inKnot && back) {
      const [along, against] = down ? [link, back] : [back, link];
      if (along.symbols < clearDirection * against.symbols) return 'mutual';
    }
    if (!down) return 'against-order';
    const thin = link.sites === 1 && link.symbols <= 2;
    const stranger =
      !isBeside(link.from) && !relations.areRelated(link.from, link.to) && (importers.get(link.to) ?? 0) < 4;
    return thin && stranger && typical >= 5 ? 'weak' : undefined;
  }
}

export interface Relations {
  /** One is nested in the other: needs no permission. */
  isFamily(a: string, b: string): boolean;
  /** The first is nested in the second: needs no entry point either. */
  isInside(inner: string, outer: string): boolean;
  /** Siblings, or the importer's manifest declares the target's package: somebody decided on it. */
  areRelated(from: string, to: string): boolean;
}

/** Who is related to whom, by nesting and by manifests. */
export function relationsOf(regions: readonly Region[]): Relations {
  const byId = new Map(regions.map(region => [region.id, region]));
  const ancestors = (id: string): string[] => {
    const result: string[] = [];
    for (let parent = byId.get(id)?.parent; parent !== undefined; parent = byId.get(parent)?.parent)
      result.push(parent);
    return result;
  };
  return {
    isInside: (inner, outer) => ancestors(inner).includes(outer),
    isFamily: (a, b) => ancestors(a).includes(b) || ancestors(b).includes(a),
    areRelated(from, to) {
      const [a, b] = [byId.get(from), byId.get(to)];
      if (a?.parent !== undefined && a.parent === b?.parent) return true;
      const name = b?.manifest?.name;
      return name !== undefined && (a?.manifest?.dependencies.has(name) ?? false);
    },
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
