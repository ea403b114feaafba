import type { FileFacts } from '../../syntax/facts.js';
import type { FileRecord, FileTargets } from './state.js';

/**
 * Where the names lead that a file passes on without declaring them (re-exports, imports it exports, aliases, what its
 * classes extend), as one string: part of its surface that its own text does not show. Equal strings mean that no file
 * which reads the surface is concerned by new targets.
 */
export function passedOnTargets(record: FileRecord | undefined, targets: FileTargets | undefined): string {
  if (!record || !targets) return '';
  const sites = passedOnSites(record.facts);
  return sites.length === 0 ? '' : JSON.stringify(sites.map(site => targets.targets[site]));
}

/** Whether a file passes on names from one of the sites. */
export function passesOn(facts: FileFacts, isMeant: (site: number) => boolean): boolean {
  return passedOnSites(facts).some(isMeant);
}

const known = new WeakMap<FileFacts, readonly number[]>();

function passedOnSites(facts: FileFacts): readonly number[] {
  let sites = known.get(facts);
  if (!sites) {
    sites = findSites(facts);
    known.set(facts, sites);
  }
  return sites;
}

function findSites({ exports, declarations, imports }: FileFacts): readonly number[] {
  const sites = new Set<number>();
  const locals = new Set<string>();
  for (const fact of exports) {
    if (fact.import !== undefined) sites.add(fact.import);
    else if (fact.local !== undefined) locals.add(fact.local);
  }
  for (const { aliasOf, extends: bases } of declarations) {
    for (const [head = ''] of [...(aliasOf ? [aliasOf] : []), ...(bases ?? [])]) {
      if (head.startsWith('import:')) sites.add(Number(head.slice('import:'.length)));
      else locals.add(head);
    }
  }
  if (locals.size > 0) {
    for (const [site, { names }] of imports.entries()) if (names.some(name => locals.has(name.local))) sites.add(site);
  }
  return [...sites].sort((a, b) => a - b);
}
