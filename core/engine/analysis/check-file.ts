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
    const origins = originsOf(edge, shared.origins, log);
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

/** Where the symbols of an edge are declared in the end: what laundering is judged by. */
function originsOf(edge: Edge, origins: OriginResolver, log: ReadLog): ReadonlyMap<string, readonly Origin[]> {
  const found = new Map<string, readonly Origin[]>();
  if (edge.target.kind !== 'file') return found;
  const { path } = edge.target;
  log.surface(path);
  for (const symbol of edge.symbols) {
    log.name(origins, path, symbol.name);
    const laundered = origins.launderedOrigins(path, symbol.name);
    if (laundered.length > 0) found.set(symbol.name, laundered);
  }
  return found;
}
