import type { FilePath } from '../../files/paths.js';
import type { Span } from '../../text/span.js';
import { type Location, nodeAt, readDocument, spanAt } from '../document.js';
import type { CycleRule, Module, Policy, PolicySeverity } from '../policy.js';
import { failureGuardsLost } from './failure-guards.js';
import { contextOf, importerClasses } from './file-classes.js';
import { isWeaker, type Loss } from './loss.js';
import { namedRulesLost } from './named-rules.js';
import type { PolicyPair } from './passages.js';
import type { Widening } from './widening.js';

/** A rule with the severity it has where no policy says anything. */
export interface RuleDefault {
  readonly id: string;
  readonly severity: Exclude<PolicySeverity, 'off'>;
}

/** What the head policy no longer demands, or demands less loudly, apart from what single dependencies may do. */
export function loweredSwitches(pair: PolicyPair, rules: readonly RuleDefault[]): readonly Widening[] {
  const { base, head } = pair;
  const losses: Loss[] = [
    ...severitiesLost(pair, rules),
    ...cyclesLost(pair),
    ...namedRulesLost(pair),
    ...externalLost(pair),
    ...lifecyclesLost(pair),
    ...governanceLost(pair),
    ...sourcesLost(pair),
    ...failureGuardsLost(pair),
  ];
  const document = readDocument(head.path, head.text);
  return losses.map(({ route, what, rule, at, owner, isIn, concerns }) => ({
    route,
    path: head.path,
    span: placeOf(at),
    what,
    ...(rule !== undefined && { rule }),
    from: [],
    to: [],
    targets: [base.path],
    ...(owner !== undefined && { owner }),
    ...(concerns && { concerns }),
    mark: {
      isRequested: text => {
        const policy = pair.policyAt(text);
        return policy !== undefined && isIn(policy);
      },
    },
  }));

  function placeOf(at: readonly Location[]): Span {
    const written = at.find(location => nodeAt(document, location));
    return written ? spanAt(document, written) : { start: 0, end: 0 };
  }
}

function severitiesLost(pair: PolicyPair, rules: readonly RuleDefault[]): readonly Loss[] {
  const { base, head } = pair;
  const places = [...importerClasses(pair.files, [base, head]).map(({ file }) => file), base.path];
  return rules.flatMap(({ id, severity }) => {
    const at = (policy: Policy, path: FilePath) => policy.severityOf(id, path, contextOf(path, policy)) ?? severity;
    const lost = new Map<string, FilePath[]>();
    for (const path of places) {
      const [before, now] = [at(base, path), at(head, path)];
      if (!isWeaker(now, before)) continue;
      const change = `${before} to ${now}`;
      lost.set(change, [...(lost.get(change) ?? []), path]);
    }
    return [...lost].map(([change, paths]): Loss => {
      const modules = [...new Set(paths.flatMap(path => head.moduleOf(path)?.id ?? []))].sort();
      const everywhere = paths.length === places.length;
      const where = everywhere || modules.length === 0 ? '' : ` in ${modules.slice(0, 5).join(', ')}`;
      return {
        route: 'severity',
        what: `${id} goes from ${change}${where}`,
        rule: id,
        at: [
          ['severity', id],
          ['severity', `${id.slice(0, id.indexOf('/'))}/*`],
          ...switchLocations(id),
          ['overrides'],
        ],
        isIn: policy => paths.every(path => isWeaker(at(policy, path), at(base, path))),
      };
    });
  });
}

/** Where the switch of a rule stands that has one of its own. */
function switchLocations(rule: string): readonly Location[] {
  const names: Readonly<Record<string, Location>> = {
    'arch/unassigned-file': ['coverage', 'unassigned'],
    'arch/unresolved-import': ['coverage', 'unresolved'],
    'arch/unknown-target': ['coverage', 'unknownTarget'],
    'arch/vacuous-rule': ['coverage', 'vacuous'],
    'arch/stale-exception': ['coverage', 'staleException'],
    'arch/stale-baseline': ['coverage', 'staleBaseline'],
    'arch/unused-permission': ['coverage', 'unusedPermission'],
    'arch/laundered-dependency': ['laundering'],
    'arch/permission-widened': ['governance', 'widening'],
  };
  const location = names[rule];
  return location ? [location] : [];
}

function cyclesLost({ base, head }: PolicyPair): readonly Loss[] {
  return base.cycles
    .filter(rule => !keepsCycleRule(rule, head))
    .map(
      (rule): Loss => ({
        route: 'severity',
        rule: 'arch/cycle',
        what: `cycles of ${rule.scope}s by ${rule.kinds.join(', ')} are no longer ${rule.severity === 'error' ? 'errors' : `of severity ${rule.severity}`}`,
        at: [['cycles']],
        isIn: policy => !keepsCycleRule(rule, policy),
      }),
    );
}

function externalLost({ base, head }: PolicyPair): readonly Loss[] {
  return (['undeclared', 'devInProduction'] as const).flatMap(key => {
    const isLost = (policy: Policy) => isWeaker(policy.external[key], base.external[key]);
    if (!isLost(head)) return [];
    const what = `external.${key} goes from ${base.external[key]} to ${head.external[key]}`;
    return [
      { route: 'severity' as const, rule: 'arch/undeclared-dependency', what, at: [['external', key]], isIn: isLost },
    ];
  });
}

function lifecyclesLost({ base, head, files }: PolicyPair): readonly Loss[] {
  const moves = new Map<string, readonly [before: string, now: string]>();
  for (const file of files) {
    const [before, now] = [base.moduleOf(file), head.moduleOf(file)];
    if (before?.lifecycle && now) moves.set(`${before.id}\0${now.id}`, [before.id, now.id]);
  }
  return [...moves.values()].flatMap(([before, now]): readonly Loss[] => {
    const was = base.module(before)?.lifecycle;
    if (!was || was.state === 'active') return [];
    const isLost = (policy: Policy) => {
      const is = policy.module(now)?.lifecycle;
      if (!is || is.state === 'active') return true;
      return was.until !== undefined && (is.until === undefined || is.until > was.until);
    };
    if (!isLost(head)) return [];
    const index = head.modules.findIndex(({ id }) => id === now);
    const owner = base.module(before)?.owner;
    const until = was.until === undefined ? '' : ` until ${was.until}`;
    return [
      {
        route: 'policy',
        rule: 'arch/deprecated-dependency',
        what: `${now} is ${was.state}${until} no longer`,
        at: [['modules', index]],
        ...(owner !== undefined && { owner }),
        isIn: isLost,
      },
    ];
  });
}

function governanceLost({ base, head, files }: PolicyPair): readonly Loss[] {
  const losses: Loss[] = [];
  const add = (what: string, at: Location, isIn: (policy: Policy) => boolean, owner?: string) => {
    if (isIn(head)) losses.push({ route: 'governance', what, at: [at], isIn, ...(owner !== undefined && { owner }) });
  };
  const { governance, baseline } = base;
  if (governance.inlineIgnores === 'forbidden')
    add(
      'inline suppressions count again',
      ['governance', 'inlineIgnores'],
      p => p.governance.inlineIgnores === 'allowed',
    );
  if (governance.newDependency === 'deny')
    add(
      'hooks ask about a new dependency instead of denying it',
      ['governance', 'newDependency'],
      p => p.governance.newDependency === 'ask',
    );
  if (governance.hookOnFailure === 'deny')
    add(
      'a hook that fails lets the write through',
      ['governance', 'hookOnFailure'],
      p => p.governance.hookOnFailure === 'allow',
    );
  if (governance.behaviour === 'require')
    add(
      'changed behaviour need not be cleared at the end of a turn',
      ['governance', 'behaviour'],
      p => p.governance.behaviour === 'tell',
    );
  const approvers = (policy: Policy) =>
    JSON.stringify([policy.governance.widening?.approvers ?? 'targetOwner'].flat().sort());
  add(
    'other people approve what is permitted besides',
    ['governance', 'widening'],
    p => approvers(p) !== approvers(base),
  );
  const watched = (policy: Policy) => new Set(policy.governance.policyFiles);
  add('fewer files count as policy', ['governance', 'policyFiles'], p =>
    [...watched(base)].some(glob => !watched(p).has(glob) && glob !== base.baseline?.file),
  );
  if (baseline?.ratchet === 'shrinkOnly')
    add('the baseline may grow', ['baseline'], p => p.baseline !== undefined && p.baseline.ratchet === 'off');
  for (const module of baseline?.strict ?? [])
    add(
      `${module} may have entries in the baseline`,
      ['baseline'],
      p => p.baseline !== undefined && p.module(module) !== undefined && !p.baseline.strict.includes(module),
      base.module(module)?.owner,
    );
  const handed = new Map<string, { readonly before: Module; readonly now: Module; readonly files: FilePath[] }>();
  for (const file of files) {
    const [before, now] = [base.moduleOf(file), head.moduleOf(file)];
    if (before?.owner === undefined || !now || now.owner === before.owner) continue;
    const key = JSON.stringify([before.id, now.id]);
    const known = handed.get(key) ?? { before, now, files: [] };
    known.files.push(file);
    handed.set(key, known);
  }
  for (const { before, now, files: moved } of handed.values()) {
    const [first = ''] = moved;
    const isAll = files.filter(file => base.moduleOf(file) === before).length === moved.length;
    const some = moved.length === 1 ? first : `${moved.length} files of ${before.id} (${first}, …)`;
    const what = `${isAll ? before.id : some} passes from ${before.owner} to ${now.owner ?? 'nobody'}`;
    const index = head.modules.findIndex(({ id }) => id === now.id);
    add(what, ['modules', index], p => p.moduleOf(first)?.owner !== before.owner, before.owner);
  }
  return losses;
}

function sourcesLost({ base, head, files }: PolicyPair): readonly Loss[] {
  const losses: Loss[] = [];
  const became = (what: string, key: string, is: (policy: Policy, file: FilePath) => boolean) => {
    const changed = files.filter(file => is(head, file) && !is(base, file));
    const [first] = changed;
    if (first === undefined) return;
    const count = changed.length === 1 ? first : `${changed.length} files (${first}, …)`;
    losses.push({
      route: 'sources',
      what: `${count} ${changed.length === 1 ? 'counts' : 'count'} as ${what}`,
      at: [['sources', key]],
      isIn: policy => changed.every(file => is(policy, file)),
    });
  };
  became('test code', 'tests', (policy, file) => policy.isTest(file));
  became('input of tests', 'fixtures', (policy, file) => policy.isFixture(file));
  const added = (policy: Policy) => policy.sources.generated.filter(glob => !base.sources.generated.includes(glob));
  if (added(head).length > 0)
    losses.push({
      route: 'sources',
      rule: 'arch/unresolved-import',
      what: `imports of ${added(head).slice(0, 3).join(', ')} may lead to no file`,
      at: [['sources', 'generated']],
      isIn: policy => added(policy).length > 0,
    });
  return losses;
}

/** A cycle rule is kept by one of the same scope that looks at no fewer kinds and is no quieter. */
export function keepsCycleRule(rule: CycleRule, policy: Policy): boolean {
  if (rule.severity === 'off') return true;
  return policy.cycles.some(
    other =>
      other.scope === rule.scope &&
      rule.kinds.every(kind => other.kinds.includes(kind)) &&
      !isWeaker(other.severity, rule.severity),
  );
}
