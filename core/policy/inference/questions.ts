import { membersOf, type Subject } from '../baseline/subject.js';
import type { Link, Links } from './links.js';
import type { Doubt } from './permissions.js';

/** The question that a finding of the first check raises: what a person has to decide about its baseline entry. */
export function questionAbout(finding: Subject, links: Links, doubts: ReadonlyMap<Link, Doubt>): string {
  const { dependency } = finding;
  const members = membersOf(finding);
  if (members) return `Which of these ${members.length} should stop knowing the others? ${listed(members)}`;
  const from = finding.module ?? links.regionOf(finding.path)?.id;
  const to = dependency?.toModule ?? (dependency && links.regionOf(dependency.to)?.id);
  const names = dependency && dependency.symbols.length > 0 ? ` (${listed(dependency.symbols)})` : '';
  if (finding.rule === 'arch/deep-import') {
    return `Should ${dependency?.to} be an entry point of ${to ?? 'its module'}, or go through an existing one${names}?`;
  }
  const known = byRule[finding.rule];
  if (known !== undefined) return known(target(finding));
  if (finding.rule.startsWith('config/'))
    return `Should ${finding.path} be mended, or is it no part of what is checked?`;
  if (finding.rule === 'arch/laundered-dependency') {
    const importer = from ?? finding.path;
    return `Part of what ${to ?? target(finding)} passes on${names} is declared in a module that ${importer} may not depend on: should it, or should ${to ?? 'the one between'} offer something of its own?`;
  }
  if (from !== undefined && to !== undefined && from !== to) {
    const link = links.between(from, to);
    const back = links.between(to, from);
    const doubt = link && doubts.get(link);
    if (doubt === 'young')
      return `Was it decided that ${from} depends on ${to}${names}? It does only since the revision given.`;
    if (doubt === 'mutual' && link && back) {
      return `${from} and ${to} depend on each other (${counted(link)}, ${counted(back)} back): which direction is meant?`;
    }
    if (doubt === 'weak')
      return `Is ${from} meant to depend on ${to}, or does ${listed(dependency?.symbols ?? [])} belong elsewhere?`;
    if (doubt === 'against-order' && link) {
      const reason = back ? `${to} depends on ${from} (${counted(back)})` : `${to} lies above ${from}`;
      return `${reason}: is this way round meant too${names}?`;
    }
    return `Is ${from} meant to depend on ${to}${names}?`;
  }
  return 'Is this meant, and if not, who fixes it?';
}

/** Rules whose question does not depend on modules; `to` is the target as a person would name it. */
const byRule: Readonly<Record<string, (to: string) => string>> = {
  'arch/undeclared-dependency': to => `Does ${to} belong into package.json, or should the import go?`,
  'arch/unresolved-import': to => `Is ${to} generated (then sources.generated should say so), or missing?`,
  'arch/missing-export': to => `Should ${to} export it again, or the import go?`,
  'arch/unknown-target': () => 'Which files can this load, and should it name them?',
  'arch/test-in-production': to => `Is ${to} test support that production needs, or production code in a test folder?`,
};

function target(finding: Subject): string {
  return finding.dependency?.to.replace(/^(external|unresolved):/, '') ?? finding.site;
}

function counted(link: Link): string {
  return `${link.symbols} ${link.symbols === 1 ? 'name' : 'names'} at ${link.sites} ${link.sites === 1 ? 'site' : 'sites'}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
