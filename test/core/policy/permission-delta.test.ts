import { describe, expect, test } from 'vitest';
import { permissionDelta } from '../../../core/engine/permissions/permission-delta.js';
import { openFiles } from '../../harness/check-files.js';
import { files, grandfathered, type PolicyText, policy } from './policy-edits.js';

interface Edit {
  /** Changes a copy of the policy. */
  edit?(policy: PolicyText): void;
  /** Other files than the policy, as the edit leaves them; `null` deletes. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** `route: what (owner)` for each widening, the start of it, in the order of owners; empty: silent. */
  readonly widens: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: edits reach into any part of a policy.
type Loose = Record<string, any>;
const module = (policy: PolicyText, id: string) => policy.modules.find(each => each.id === id)! as Loose;
const ruleOf = (policy: PolicyText, id: string) =>
  policy.rules.find(each => (each as { id: string }).id === id) as Loose;
const importsCharge = "import { charge } from '../billing/index.js';\nexport const use = charge;\n";

const widening: Readonly<Record<string, Edit>> = {
  'policy: a module more in dependsOn, unused': {
    edit: p => module(p, 'billing').dependsOn.push('orders'),
    widens: ['policy: billing may depend on orders [@acme/orders] 0'],
  },
  'policy: a module more in dependsOn, used by new code': {
    edit: p => module(p, 'orders').dependsOn.push('billing'),
    files: { 'src/orders/more.ts': importsCharge },
    widens: ['policy: orders may depend on billing [@acme/billing] 1'],
  },
  'policy: a kind more': {
    edit: p => (module(p, 'orders').dependsOn[0].kinds = ['type', 'eager']),
    widens: ['policy: orders may depend on kernel (eager) [@acme/kernel] 1'],
  },
  'policy: a wildcard counts as what it opens': {
    edit: p => (module(p, 'billing').dependsOn = ['*']),
    widens: ['policy: billing may depend on orders [@acme/orders] 0'],
  },
  'policy: an entry point more, for those who may depend on it': {
    edit: p => module(p, 'orders').entryPoints.push('order.ts'),
    widens: ['policy: web may import src/orders/order.ts of orders [@acme/orders] 0'],
  },
  'policy: entry points given up': {
    edit: p => delete module(p, 'orders').entryPoints,
    widens: ['policy: web may import src/orders/clock.ts of orders [@acme/orders] 0'],
  },
  'policy: an exported name more': {
    edit: p => module(p, 'kernel').interfaces.time.expose.push('clock.ts#Zone'),
    widens: ['policy: web may import src/kernel/clock.ts#Zone of kernel [@acme/kernel] 0'],
  },
  'policy: visible to one more': {
    edit: p => {
      module(p, 'kernel').interfaces.time.visibleTo.push('orders');
      module(p, 'orders').dependsOn.push('kernel::time');
    },
    widens: ['policy: orders may depend on kernel [@acme/kernel] 0'],
  },
  'policy: an interface for tests opened to production': {
    edit: p => {
      delete module(p, 'kernel').interfaces.testing.contexts;
      module(p, 'billing').dependsOn.push('kernel::testing');
    },
    widens: ['policy: billing may depend on kernel [@acme/kernel] 0'],
  },
  'policy: strict layers relaxed': {
    edit: p => {
      p.layers.house.layering = 'relaxed';
      module(p, 'web').dependsOn.push('kernel');
    },
    widens: ['policy: web may depend on kernel [@acme/kernel] 0'],
  },
  'policy: a forbidding rule removed, where dependsOn would permit': {
    edit: p => {
      p.rules = p.rules.filter(each => each !== ruleOf(p, 'no-web-from-orders'));
      p.layers.house.order = ['middle', 'top', 'bottom'];
      p.layers.house.layering = 'relaxed';
      module(p, 'orders').dependsOn.push('web');
    },
    widens: ['policy: orders may depend on web [@acme/web] 0'],
  },
  'policy: a forbidden call permitted': {
    edit: p => ruleOf(p, 'no-clock').calls.shift(),
    widens: ['policy: the rule no-clock demands less [] 1'],
  },
  'policy: a transitive rule removed': {
    edit: p => (p.rules = p.rules.filter(each => each !== ruleOf(p, 'no-sql'))),
    widens: ['policy: the rule no-sql is gone [] 0'],
  },
  'policy: a required dependency no longer required': {
    edit: p => (p.rules = p.rules.filter(each => each !== ruleOf(p, 'web-needs-orders'))),
    widens: ['policy: the rule web-needs-orders is gone [@acme/orders] 0'],
  },
  'policy: a package more on the list of a module': {
    edit: p => module(p, 'orders').external.allow.push('pg'),
    widens: ['policy: orders may depend on external:pg [@acme/orders] 0'],
  },
  'policy: a denied package excepted': {
    edit: p => {
      p.external.deny[0]!.except.push('billing');
      p.external.allow.push('lodash');
    },
    widens: ['policy: billing may depend on external:lodash', 'policy: web may depend on external:lodash'],
  },
  'policy: a deprecation taken back': {
    edit: p => delete module(p, 'billing').lifecycle,
    widens: ['policy: billing is deprecated until 2999-01-01 no longer [@acme/billing] 1'],
  },
  'policy: a new module with permissions': {
    edit: p =>
      p.modules.push({
        id: 'mail',
        path: 'src/mail',
        owner: '@acme/mail',
        layer: 'middle',
        dependsOn: ['orders'],
      } as never),
    files: { 'src/mail/send.ts': "import { place } from '../orders/index.js';\nexport const send = place;\n" },
    widens: ['policy: mail may depend on orders [@acme/orders] 0'],
  },
  'severity: a rule turned down': {
    edit: p => (p.severity['arch/missing-export'] = 'warning'),
    widens: ['severity: arch/missing-export goes from error to warning [] 0'],
  },
  'severity: a family switched off': {
    edit: p => (p.severity['arch/forbidden-call'] = 'off'),
    widens: ['severity: arch/forbidden-call goes from error to off [] 1'],
  },
  'severity: an override for one module': {
    edit: p => p.overrides.push({ when: { modules: 'orders' }, severity: { 'arch/forbidden-call': 'hint' } }),
    widens: ['severity: arch/forbidden-call goes from error to hint in orders [] 0'],
  },
  'severity: a coverage switch': {
    edit: p => (p.coverage.unassigned = 'off'),
    widens: ['severity: arch/unassigned-file goes from error to off [] 0'],
  },
  'severity: cycles of modules only warned of': {
    edit: p => ((p.cycles[1] as Record<string, unknown>).severity = 'warning'),
    widens: ['severity: cycles of modules by'],
  },
  'severity: cycles by types no longer counted': {
    edit: p => ((p.cycles[1] as Record<string, unknown>).kinds = ['value']),
    widens: ['severity: cycles of modules by'],
  },
  'glob: files excluded': {
    edit: p => p.sources.exclude.push('src/orders/clock.ts'),
    widens: ['sources: src/orders/clock.ts is no longer analysed [] 1'],
  },
  'glob: production code declared to be tests': {
    edit: p => p.sources.tests.push('src/orders/clock.ts'),
    widens: ['sources: src/orders/clock.ts counts as test code [] 0'],
  },
  'glob: a module that takes over files': {
    edit: p => (module(p, 'web').path = ['src/web', 'src/orders/clock.ts'] as never),
    widens: [
      'governance: src/orders/clock.ts passes from @acme/orders to @acme/web [@acme/orders] 0',
      'policy: web holds files of orders, web, and nothing is checked between them [@acme/orders] 0',
      'policy: web holds files of orders, web, and nothing is checked between them [@acme/web] 0',
      'policy: the rule no-clock demands less [] 1',
      'policy: web may depend on kernel [@acme/kernel] 0',
      'policy: web may depend on external:node:x [@acme/orders] 0',
    ],
  },
  'exception: approved in this change': {
    edit: p => ((p.exceptions[1] as Record<string, unknown>).approvedBy = '@acme/kernel'),
    widens: ['exception: EX-2 permits arch/dependency-not-allowed from src/orders/order.ts to kernel [@acme/kernel] 1'],
  },
  'exception: a later end': {
    edit: p => ((p.exceptions[0] as Record<string, unknown>).expires = '2995-01-01'),
    widens: [
      'exception: EX-1 permits arch/dependency-not-allowed from src/orders/place.ts to billing until 2995-01-01, not as before (until 2990-01-01) [@acme/billing] 0',
    ],
  },
  'exception: more symbols, and code that uses them': {
    edit: p => ((p.exceptions[0] as Record<string, unknown>).symbols = ['charge', 'refund']),
    files: {
      'src/orders/place.ts':
        "import { charge, refund } from '../billing/index.js';\nexport const place = () => charge() + refund();\n",
    },
    widens: [
      'exception: EX-1 permits arch/dependency-not-allowed from src/orders/place.ts to billing until 2990-01-01, not as before (until 2990-01-01) [@acme/billing] 1',
    ],
  },
  'baseline: an entry more': {
    files: {
      'src/web/new.ts': "import { order } from '../orders/order.js';\nexport const fresh = order;\n",
      'architecture/baseline.json': `{ "version": 1, "entries": [\n${grandfathered.replaceAll('old.ts', 'new.ts')},\n${grandfathered}\n] }\n`,
    },
    widens: [
      'baseline: the baseline accepts arch/deep-import in src/web/new.ts to src/orders/order.ts [@acme/orders] 1',
    ],
  },
  'baseline: the ratchet let go': {
    edit: p => (p.baseline.ratchet = 'off'),
    widens: ['governance: the baseline may grow [] 0'],
  },
  'suppression: a comment over an open violation': {
    files: {
      'src/orders/clock.ts':
        '// lintel-ignore-next-line arch/forbidden-call: measured, not shown\nexport const at = () => Date.now();\n',
    },
    widens: ['suppression: a comment suppresses arch/forbidden-call ("measured, not shown") [@acme/orders] 0'],
  },
  'marker: a failure that may stay unheard': {
    files: {
      'src/billing/index.ts': `${files['src/billing/index.ts']}export const quiet = () => { try { charge(); } catch { /* x */ // expected absent: no invoice yet is fine\n } };\n`,
    },
    widens: ['marker: a reason marker accepts a failure: "expected absent: no invoice yet is fine" [@acme/billing] 0'],
  },
  'governance: another owner': {
    edit: p => (module(p, 'billing').owner = '@acme/orders'),
    widens: ['governance: billing passes from @acme/billing to @acme/orders [@acme/billing] 0'],
  },
  'governance: other approvers': {
    edit: p => (p.governance.widening = { severity: 'error', approvers: ['@acme/bots'] }),
    widens: ['governance: other people approve what is permitted besides [] 0'],
  },
};

const silent: Readonly<Record<string, Omit<Edit, 'widens'>>> = {
  'narrow: a permission less': { edit: p => module(p, 'billing').dependsOn.pop() },
  'narrow: a kind less': { edit: p => (module(p, 'billing').dependsOn = [{ to: 'kernel', kinds: ['type'] }]) },
  'narrow: an entry point less': { edit: p => (module(p, 'billing').entryPoints = ['ledger.ts']) },
  'narrow: one more rule': {
    edit: p => p.rules.push({ id: 'x', type: 'forbidden', from: 'web', to: 'src/kernel/**' }),
  },
  'narrow: a package denied': { edit: p => p.external.deny.push({ package: 'stripe', except: [] }) },
  'narrow: louder': { edit: p => (p.coverage.unusedPermission = 'warning') },
  'narrow: suppressions forbidden': { edit: p => (p.governance.inlineIgnores = 'forbidden') },
  'narrow: an exception ends sooner': {
    edit: p => ((p.exceptions[0] as Record<string, unknown>).expires = '2980-01-01'),
  },
  'narrow: an exception proposed, nobody approved': {
    edit: p => p.exceptions.push({ id: 'EX-3', rule: 'arch/*', from: 'orders', to: 'billing', reason: 'because' }),
  },
  'narrow: an exception gone': { edit: p => p.exceptions.shift() },
  'narrow: a baseline entry gone': { files: { 'architecture/baseline.json': '{ "version": 1, "entries": [] }\n' } },
  'narrow: more analysed': { edit: p => (p.sources.exclude = []) },
  'neutral: another order everywhere': {
    edit: p => {
      p.modules.reverse();
      p.rules.reverse();
      p.cycles.reverse();
      p.exceptions.reverse();
      module(p, 'web').dependsOn.reverse();
    },
  },
  'neutral: a module renamed': {
    files: {},
    edit: p => {
      const text = JSON.stringify(p).replaceAll('"billing"', '"money"');
      Object.assign(p, JSON.parse(text));
      // The names in exceptions too, so that it is the same exception about the same module.
      p.exceptions = JSON.parse(JSON.stringify(policy.exceptions)) as unknown[];
      (p.exceptions[0] as Record<string, unknown>).to = 'src/billing';
    },
  },
  'neutral: an object for a string': { edit: p => (module(p, 'billing').dependsOn = [{ to: 'kernel' }]) },
  'neutral: a glob for a folder': { edit: p => (module(p, 'billing').path = 'src/billing/**') },
  'neutral: a default spelt out': { edit: p => (p.severity['arch/deep-import'] = 'error') },
  'neutral: a rule under another name': { edit: p => (ruleOf(p, 'no-clock').id = 'take-a-clock') },
  'neutral: a reason reworded': {
    edit: p => ((p.exceptions[0] as Record<string, unknown>).reason = 'moves next week'),
  },
  'neutral: a baselined file moved with its entry': {
    files: {
      'src/web/old.ts': null,
      'src/web/older.ts': files['src/web/old.ts']!,
      'architecture/baseline.json': files['architecture/baseline.json']!.replaceAll('old.ts', 'older.ts'),
    },
  },
};

async function deltaOf({ edit, files: changed = {} }: Omit<Edit, 'widens'>) {
  const edited = structuredClone(policy);
  edit?.(edited);
  const workspace = await openFiles({ ...files, 'architecture.jsonc': JSON.stringify(policy, undefined, 1) });
  expect(workspace.snapshot.policy.problems.filter(({ rule }) => rule.startsWith('config/'))).toEqual([]);
  const head = await workspace.snapshot.with([
    { path: 'architecture.jsonc', text: JSON.stringify(edited, undefined, 1) },
    ...Object.entries(changed).map(([path, text]) => ({ path, text: text ?? undefined })),
  ]);
  expect(head.policy.usable, JSON.stringify(head.policy.problems)).toBe(true);
  const delta = await permissionDelta(workspace.snapshot, head);
  expect(delta.status).toBe('compared');
  return delta.widenings.map(({ route, what, owner, legal }) => `${route}: ${what} [${owner ?? ''}] ${legal.length}`);
}

describe('an edit that permits more is listed by what it opens, its owner, and what became legal', () => {
  test.each(Object.entries(widening))('%s', async (_, edit) => {
    const found = await deltaOf(edit);
    expect(found, found.join('\n')).toHaveLength(edit.widens.length);
    for (const start of edit.widens) expect(found.join('\n')).toContain(start);
  });
});

describe('an edit that narrows or changes nothing is silent', () => {
  test.each(Object.entries(silent))('%s', async (_, edit) => {
    expect(await deltaOf(edit)).toEqual([]);
  });
});
