import {
  type Edge,
  explainPermission,
  type Finding,
  type Module,
  type Policy,
  type Snapshot,
  type Span,
} from '../../../core/index.js';
import type { View } from '../../project.js';
import type { Place } from '../../projects.js';
import type { HoverText } from '../hover.js';

/** Over an import: which module it reaches, in which layer, whether that is permitted and by what, and what else is. */
export function importHover({ path }: Place, { snapshot, findings }: View, offset: number): HoverText | undefined {
  const imports = snapshot.graph.facts(path)?.imports ?? [];
  const index = imports.findIndex(({ statement }) => statement.start <= offset && offset <= statement.end);
  const fact = imports[index];
  const edge = snapshot.graph.edges(path).find(candidate => candidate.import === index);
  if (!fact || !edge) return undefined;
  const against = (findings.get(path) ?? []).filter(finding => isAbout(finding, fact.statement));
  const lines = [targetLine(snapshot, edge), ...against.map(refusal), ...policyLines(snapshot, path, edge, against)];
  return { markdown: lines.join('\n\n'), span: fact.span };
}

function targetLine({ policy, graph }: Snapshot, { target, kind, context }: Edge): string {
  const how = `${kind}${context === 'production' ? '' : `, ${context}`}`;
  switch (target.kind) {
    case 'file': {
      const module = policy.moduleOf(target.path);
      const where = module ? ` of module ${described(module)}` : policy.modules.length > 0 ? ', in no module' : '';
      return `**${target.path}**${where} (${how}, imported by ${graph.dependents(target.path).length})`;
    }
    case 'external':
      return `package **${target.package}** (${how}${target.builtin ? ', built into Node' : target.installed ? '' : ', not installed'})`;
    case 'absent':
      return `**${target.path}** is not there; a tool may write it`;
    case 'ambient':
      return `**${target.name}**, declared with \`declare module\``;
    case 'unresolved':
      return `leads nowhere: ${target.reason}`;
    case 'unknown':
      return 'leads somewhere that is only known when the code runs';
  }
}

/** A dependency that this statement writes: what is reported at the import is what holds of it. */
function isAbout({ dependency, span }: Finding, statement: Span): boolean {
  return dependency !== undefined && statement.start <= span.start && span.end <= statement.end;
}

function refusal({ rule, message }: Finding): string {
  return `**Not permitted** (\`${rule}\`): ${message}`;
}

function policyLines(
  { policy }: Snapshot,
  path: string,
  { target, kind, context }: Edge,
  against: readonly Finding[],
): string[] {
  const from = policy.moduleOf(path);
  if (!policy.declared || !from) return [];
  if (target.kind === 'external') return [packagesLine(policy, from)];
  const to = target.kind === 'file' ? policy.moduleOf(target.path) : undefined;
  if (target.kind !== 'file' || !to) return [];
  if (to.id === from.id) return against.length > 0 ? [] : [`Inside ${described(from)}.`];
  const entries = to.entryPoints?.expose.map(({ glob }) => `\`${glob}\``) ?? [];
  return [
    ...(against.length > 0 ? [] : [verdictLine(policy, from, to, { path, target: target.path, kind, context })]),
    ...(entries.length > 0 ? [`Entry points of ${to.id}: ${entries.join(', ')}`] : []),
    mayImport(from),
  ];
}

interface Asked extends Pick<Edge, 'kind' | 'context'> {
  readonly path: string;
  readonly target: string;
}

/** What the policy says of an import that nothing is reported of. */
function verdictLine(policy: Policy, from: Module, to: Module, { path, target, kind, context }: Asked): string {
  const at = { from: path, to: target };
  const { permitted, ways } = explainPermission(policy, from, to, { kind, context, at });
  const way = ways.find(candidate => candidate.permitted === permitted);
  if (permitted)
    return `Permitted${way && way.by.length > 0 ? ` by \`${way.by.join('`, `')}\` in dependsOn of ${from.id}` : ''}.`;
  const why = [
    ...new Set(way?.clauses.map(clause => (clause.because ? `${clause.why} (${clause.because})` : clause.why))),
  ];
  return `**Not permitted**: ${why.join('; ')}. It is not reported: the baseline, an exception, a comment or its severity sees to that.`;
}

function described({ id, layers, tags, owner }: Module): string {
  const facts = [
    ...[...layers.values()].map(layer => `layer ${layer}`),
    ...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
    ...(owner === undefined ? [] : [`owner ${owner}`]),
  ];
  return `\`${id}\`${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
}

function mayImport({ id, dependsOn }: Module): string {
  if (!dependsOn) return `\`${id}\` declares no dependsOn: it may import nothing outside its family.`;
  if (dependsOn.length === 0) return `\`${id}\` may import no other module.`;
  return `\`${id}\` may import: ${dependsOn.map(({ text }) => `\`${text}\``).join(', ')}`;
}

function packagesLine({ external }: Policy, from: Module): string {
  const allowed = from.externalAllow ?? external.allow;
  const name = `\`${from.id}\``;
  if (!allowed) return `${name} may use every package that is declared and not denied.`;
  return allowed.length === 0
    ? `${name} may use no packages.`
    : `${name} may use: ${allowed.map(pattern => `\`${pattern}\``).join(', ')}`;
}
