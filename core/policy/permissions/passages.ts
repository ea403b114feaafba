import type { FilePath } from '../../files/paths.js';
import type { Edge, EdgeTarget, Kind } from '../../graph/edge.js';
import type { ProjectLayout } from '../../resolve/resolution.js';
import type { Span } from '../../text/span.js';
import { judge } from '../judge/judge.js';
import type { Clause, Verdict } from '../judge.js';
import type { Policy } from '../policy.js';
import { contextOf, importerClasses, namesAt, targetClasses } from './file-classes.js';
import type { Widening } from './widening.js';

const kinds: readonly Kind[] = ['eager', 'deferred', 'type', 'resource'];
const noOrigins = new Map<string, never>();

/** Two policies over the same files. */
export interface PolicyPair {
  readonly base: Policy;
  readonly head: Policy;
  readonly layout: ProjectLayout;
  /** The source files of the head. */
  readonly files: readonly FilePath[];
  /** The policy of another text of the policy file over the same files; undefined where it cannot be used. */
  policyAt(text: string): Policy | undefined;
}

/** A dependency that one policy forbids and the other permits. */
interface Opened {
  readonly from: FilePath;
  readonly target: EdgeTarget;
  readonly name?: string;
  readonly kind: Kind;
  readonly before: Verdict;
  readonly now: Verdict;
}

/**
 * The dependencies between files that the base policy forbids and the head permits, whether or not any import uses them
 * yet. Both policies judge one stand-in for each class of files that neither tells apart, so that names of modules, the
 * order of entries and the way they are written play no part.
 */
export function openedPassages(pair: PolicyPair): readonly Widening[] {
  const policies = [pair.base, pair.head];
  const opened: Opened[] = [];
  const targets = targetClasses(pair.files, policies).flatMap(({ file }) =>
    (namesAt(file, policies) ?? [undefined]).map(name => ({ file, name })),
  );
  const packages = packagesOf(policies);
  for (const { file: from } of importerClasses(pair.files, policies)) {
    for (const { file, name } of targets) {
      if (file !== from) collect(pair, from, { kind: 'file', path: file }, name, opened);
    }
    for (const [name, subpath] of packages) collect(pair, from, packageTarget(name, subpath), undefined, opened);
  }
  return grouped(opened, pair);
}

function collect(
  pair: PolicyPair,
  from: FilePath,
  target: EdgeTarget,
  name: string | undefined,
  opened: Opened[],
): void {
  for (const kind of kinds) {
    const now = verdictOf(pair.head, pair, from, target, name, kind);
    if (now.clauses.length > 0) continue;
    const before = verdictOf(pair.base, pair, from, target, name, kind);
    if (before.clauses.length > 0 || isFromNowhere(pair, before, now, target))
      opened.push({ from, target, ...(name !== undefined && { name }), kind, before, now });
  }
}

function verdictOf(
  policy: Policy,
  { layout }: PolicyPair,
  from: FilePath,
  target: EdgeTarget,
  name: string | undefined,
  kind: Kind,
): Verdict {
  const symbols = name === undefined ? [] : [{ name, local: name, kind }];
  const edge: Edge = { import: 0, target, kind, context: contextOf(from, policy), symbols };
  const verdict = judge(policy, layout, { from, edge, origins: noOrigins });
  // What the manifests declare is no matter of the policy.
  const clauses = verdict.clauses.filter(({ clause }) => clause !== 'external-undeclared');
  return clauses.length === verdict.clauses.length ? verdict : { ...verdict, clauses };
}

/** A file of no module was permitted nothing: that it became a module's with permissions is new. */
function isFromNowhere({ base }: PolicyPair, before: Verdict, now: Verdict, target: EdgeTarget): boolean {
  if (target.kind !== 'file' || base.coverage.unassigned === 'off') return false;
  return !before.fromModule && before.toModule !== undefined && now.fromModule !== now.toModule && !!now.fromModule;
}

/** Within one module everything is permitted: what opened is that two have become one there. */
function isInside({ now: { fromModule, toModule } }: Opened): boolean {
  return fromModule !== undefined && fromModule === toModule;
}

/** One widening for each entry that opens something and each owner of what it opens. */
function grouped(opened: readonly Opened[], pair: PolicyPair): readonly Widening[] {
  const groups = new Map<string, { span: Span; owner: string | undefined; clause: string; of: Opened[] }>();
  for (const each of opened) {
    const [broken] = each.before.clauses;
    const span = placeOf(each, broken, pair.head);
    const owner = ownerOf(each, pair);
    const clause = isInside(each) ? 'inside' : (broken?.clause ?? 'dependency-not-allowed');
    const from = clause === 'deep-import' || span.end === 0 ? '' : idOf(each, 'from');
    const key = JSON.stringify([span.start, owner ?? null, clause, from]);
    const group = groups.get(key) ?? { span, owner, clause, of: [] };
    group.of.push(each);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ span, owner, clause, of }) => wideningOf(of, clause, span, owner, pair));
}

function wideningOf(
  of: readonly Opened[],
  clause: string,
  span: Span,
  owner: string | undefined,
  pair: PolicyPair,
): Widening {
  const from = unique(of.map(each => idOf(each, 'from')));
  const to = unique(of.map(each => idOf(each, 'to')));
  const targets = unique(of.flatMap(({ target, from: file }) => (target.kind === 'file' ? [target.path] : [file])));
  const opens = kinds.filter(kind => of.some(each => each.kind === kind));
  const byKind = opens.length === kinds.length ? '' : ` (${opens.join(', ')})`;
  const files = unique(
    of.flatMap(({ target, name }) =>
      target.kind === 'file' ? [name === undefined ? target.path : `${target.path}#${name}`] : [],
    ),
  );
  const held = unique(
    of.flatMap(({ before }) => [before.fromModule?.id ?? '(no module)', before.toModule?.id ?? '(no module)']),
  );
  const what =
    clause === 'inside'
      ? `${listed(to)} holds files of ${listed(held)}, and nothing is checked between them`
      : clause === 'deep-import'
        ? `${listed(from)} may import ${listed(files)} of ${listed(to)}${byKind}`
        : `${listed(from)} may depend on ${listed(to)}${byKind}`;
  const permits = (policy: Policy) =>
    of.every(each => verdictOf(policy, pair, each.from, each.target, each.name, each.kind).clauses.length === 0);
  return {
    route: 'policy',
    path: pair.head.path,
    span,
    what,
    from,
    to,
    targets,
    ...(owner !== undefined && { owner }),
    mark: { isRequested: text => holds(pair.policyAt(text), permits) },
  };
}

function holds(policy: Policy | undefined, test: (policy: Policy) => boolean): boolean {
  return policy !== undefined && test(policy);
}

/** The entry that permits it, where it is new; else the module whose openness changed. */
function placeOf({ before, now }: Opened, broken: Clause | undefined, head: Policy): Span {
  const known = new Set(before.used);
  for (const used of now.used) {
    const [writer = '', text] = used.split('\0');
    const entry = head.module(writer)?.dependsOn?.find(each => each.text === text);
    if (entry && (!known.has(used) || broken?.clause === 'dependency-not-allowed')) return entry.span;
  }
  const { fromModule, toModule } = now;
  switch (broken?.clause) {
    case 'deep-import':
      return toModule?.entryPoints?.span ?? toModule?.span ?? nowhere;
    case 'interface-not-visible':
      return toModule?.span ?? nowhere;
    case 'dependency-not-allowed':
    case undefined:
      return fromModule?.span ?? nowhere;
    case 'external-not-allowed':
      return fromModule?.externalAllow ? fromModule.span : nowhere;
    default:
      return nowhere;
  }
}

const nowhere: Span = { start: 0, end: 0 };

/** By the base policy: a change cannot make somebody else the owner and ask him. Packages are the importer's matter. */
function ownerOf({ from, target, before, now }: Opened, { base }: PolicyPair): string | undefined {
  if (target.kind !== 'file') return (base.moduleOf(from) ?? now.fromModule)?.owner;
  return (before.toModule ?? now.toModule)?.owner;
}

function idOf({ now, before, from, target }: Opened, side: 'from' | 'to'): string {
  if (side === 'from') return (now.fromModule ?? before.fromModule)?.id ?? from;
  if (target.kind === 'external') return `external:${target.package}`;
  return (now.toModule ?? before.toModule)?.id ?? (target.kind === 'file' ? target.path : '');
}

/** Every package that a policy speaks of; `x` stands for what a wildcard leaves open. */
function packagesOf(policies: readonly Policy[]): readonly (readonly [name: string, subpath: string])[] {
  const patterns = new Set<string>(['(any other package)']);
  for (const policy of policies) {
    const { external, modules, rules, overrides } = policy;
    for (const list of external.groups.values()) for (const each of list) patterns.add(each);
    for (const { patterns: denied } of external.deny) for (const each of denied) patterns.add(each);
    for (const { externalAllow, externalDeny } of modules) {
      for (const each of externalAllow ?? []) patterns.add(each);
      for (const { patterns: denied } of externalDeny ?? []) for (const each of denied) patterns.add(each);
    }
    for (const each of external.allow ?? []) patterns.add(each);
    for (const { externalAllow } of overrides) for (const each of externalAllow ?? []) patterns.add(each);
    for (const { to } of rules) if (to?.startsWith('external:')) patterns.add(to.slice('external:'.length));
  }
  for (const policy of policies) for (const group of policy.external.groups.keys()) patterns.delete(group);
  return [...patterns].sort().map(pattern => {
    const filled = pattern.replaceAll('*', 'x');
    const parts = filled.split('/');
    const length = filled.startsWith('@') ? 2 : 1;
    return [parts.slice(0, length).join('/'), parts.slice(length).join('/')] as const;
  });
}

function packageTarget(name: string, subpath: string): EdgeTarget {
  return { kind: 'external', package: name, subpath, builtin: name.startsWith('node:') } as EdgeTarget;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

const shown = 4;

function listed(names: readonly string[]): string {
  if (names.length <= shown) return names.join(', ');
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;
}
