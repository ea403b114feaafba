import type { FilePath } from '../../files/paths.js';
import type { Edge, Origin } from '../../graph/edge.js';
import type { OriginResolver } from '../../graph/origins.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import { judge, type Verdict } from '../../policy/judge.js';
import type { Draft } from '../../rules/finding.js';
import type { FileContext, FileRule } from '../../rules/rule.js';
import type { PathNumbers } from './numbering.js';
import { ReadLog } from './read-log.js';
import type { FileCheck, FileRecord, Setting } from './state.js';

/** What checking files needs besides the file itself. */
export interface CheckSetting {
  readonly setting: Setting;
  readonly numbers: PathNumbers;
  readonly graph: SourceGraph;
  readonly origins: OriginResolver;
  readonly rules: readonly FileRule[];
}

/** Runs the file rules over one file. A rule that throws is a defect of the rule: it reports itself and the others go on. */
export function checkFile(record: FileRecord, shared: CheckSetting): FileCheck {
  const { setting, numbers } = shared;
  const { path } = record;
  const log = new ReadLog(numbers);
  const edges = shared.graph.edges(path);
  const verdicts: (Verdict | undefined)[] = [];
  const drafts: Draft[] = [];
  const used = new Set<string>();
  const verdict = (index: number): Verdict => {
    const edge = edges[index];
    if (!edge) throw new RangeError(`no edge ${index}`);
    const known = verdicts[index];
    if (known) return known;
    const origins = originsOf(path, edge, setting, shared.origins, log);
    const answer = judge(setting.policy, setting.layout, { from: path, edge, origins });
    verdicts[index] = answer;
    return answer;
  };
  const base: Omit<FileContext, 'report'> = {
    policy: setting.policy,
    graph: log.track(shared.graph, shared.origins),
    layout: setting.layout,
    today: setting.today,
    path,
    facts: record.facts,
    edges,
    module: setting.policy.moduleOf(path),
    isTest: setting.policy.isTest(path),
    verdict,
  };
  for (const rule of shared.rules) {
    rule.check({ ...base, report: draft => drafts.push({ ...draft, rule: rule.id }) });
  }
  for (let i = 0; i < edges.length; i++) for (const permission of verdict(i).used) used.add(permission);
  return { drafts, used: [...used].sort(), ...log.reads };
}

const noOrigins: ReadonlyMap<string, readonly Origin[]> = new Map();

/** Where the symbols of an edge are declared in the end. Only laundering asks, and only of names that enter a module. */
function originsOf(
  path: FilePath,
  edge: Edge,
  { policy }: Setting,
  origins: OriginResolver,
  log: ReadLog,
): ReadonlyMap<string, readonly Origin[]> {
  if (policy.laundering === 'off' || edge.target.kind !== 'file') return noOrigins;
  const target = edge.target.path;
  if (policy.moduleOf(path) === policy.moduleOf(target)) return noOrigins;
  const found = new Map<string, readonly Origin[]>();
  log.surface(target);
  for (const symbol of edge.symbols) {
    for (const read of origins.reads(target, symbol.name)) log.surface(read);
    const laundered = origins.launderedOrigins(target, symbol.name);
    if (laundered.length > 0) found.set(symbol.name, laundered);
  }
  return found;
}
