import { membersOf, type Subject } from '../baseline/subject.js';
import type { Link, Links } from './links.js';
import type { Doubt } from './permissions.js';

/**
 * The question that a finding of the first check raises: what a person has to decide about its baseline entry. What is one
 * decision is one question, word for word: about two modules, not about each import between them.
 */
export function questionAbout(finding: Subject, links: Links, doubts: ReadonlyMap<Link, Doubt>): string {
  const { dependency } = finding;
  const members = membersOf(finding);
  if (members) return `Which of these ${members.length} should stop knowing the others? ${listed(members)}`;
  const from = finding.module ?? links.regionOf(finding.path)?.id;
  const to = dependency?.toModule ?? (dependency && links.regionOf(dependency.to)?.id);
  if (finding.rule === 'arch/deep-import') {
    if (dependency && dependency.context !== 'production')
      return `Should tests elsewhere use ${dependency.to} (then an interface with "contexts": ["test"]), or what ${to ?? 'its module'} publishes?`;
    return `Should ${dependency?.to} be an entry point of ${to ?? 'its module'}, or go through an existing one?`;
  }
  const known = byRule[finding.rule];
  if (known !== undefined) return known(target(finding));
  if (finding.rule.startsWith('config/'))
    return `Should ${finding.path} be mended, or is it no part of what is checked?`;
  if (finding.rule === 'arch/laundered-dependency') {
    const importer = from ?? finding.path;
    return `Part of what ${to ?? target(finding)} passes on is declared in a module that ${importer} may not depend on: should it, or should ${to ?? 'the one between'} offer something of its own?`;
  }
  if (from !== undefined && to !== undefined && from !== to) {
    if (dependency && dependency.context !== 'production') return aboutTests(from, to, links);
    return aboutModules(from, to, links, doubts);
  }
  return 'Is this meant, and if not, who fixes it?';
}

function aboutModules(from: string, to: string, links: Links, doubts: ReadonlyMap<Link, Doubt>): string {
  const link = links.between(from, to);
  const back = links.between(to, from);
  const doubt = link && doubts.get(link);
  const names = link && link.names.size > 0 ? ` (${listed([...link.names])})` : '';
  if (doubt === 'young')
    return `Was it decided that ${from} depends on ${to}${names}? It does only since the revision given.`;
  if (doubt === 'mutual' && link && back) {
    const [first, second] = from < to ? [link, back] : [back, link];
    return `${first.from} and ${first.to} depend on each other (${counted(first)}, ${counted(second)} back): which direction is meant?`;
  }
  if (doubt === 'weak')
    return `Is ${from} meant to depend on ${to}, or does ${listed([...(link?.names ?? [])])} belong elsewhere?`;
  if (doubt === 'test-code') return `Is ${to} test code, and should ${from} do without it${names}?`;
  if (doubt === 'against-order' && link) {
    const reason = back ? `${to} depends on ${from} (${counted(back)})` : `${to} lies above ${from}`;
    return `${reason}: is this way round meant too (${counted(link)})?`;
  }
  return `Is ${from} meant to depend on ${to}${names}?`;
}

function aboutTests(from: string, to: string, links: Links): string {
  const link = links.testsBetween(from, to);
  const sites = link ? ` (${counted(link)})` : '';
  return `Tests of ${from} use ${to}${sites}, which ${from} may not: may they, or do they belong to another module?`;
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
