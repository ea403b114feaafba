/** A workspace with something of every part of a policy, and edits of it. */
export const policy = {
  sources: { include: ['src/**'], tests: ['**/*.test.ts'], exclude: ['src/legacy/**'] },
  layers: { house: { order: ['top', 'middle', 'bottom'], layering: 'strict' } },
  modules: [
    { id: 'web', path: 'src/web', owner: '@acme/web', layer: 'top', dependsOn: ['orders', 'kernel::time'] },
    {
      id: 'orders',
      path: 'src/orders',
      owner: '@acme/orders',
      layer: 'middle',
      entryPoints: ['index.ts'],
      dependsOn: [{ to: 'kernel', kinds: ['type'] }],
      external: { allow: ['zod'] },
    },
    {
      id: 'billing',
      path: 'src/billing',
      owner: '@acme/billing',
      layer: 'middle',
      entryPoints: ['index.ts'],
      dependsOn: ['kernel'],
      lifecycle: { state: 'deprecated', until: '2999-01-01' },
    },
    {
      id: 'kernel',
      path: 'src/kernel',
      owner: '@acme/kernel',
      layer: 'bottom',
      entryPoints: ['index.ts'],
      interfaces: {
        time: { expose: ['clock.ts#Clock'], visibleTo: ['web'], layer: 'middle' },
        testing: { expose: ['testing.ts'], contexts: ['test'] },
      },
      visibility: ['web', 'orders', 'billing'],
      dependsOn: [] as unknown[],
    },
  ],
  external: {
    groups: { 'vendor:sql': ['pg'] },
    allow: ['zod', 'node:*'],
    deny: [{ package: 'lodash', except: ['web'] }],
  },
  rules: [
    { id: 'no-web-from-orders', type: 'forbidden', from: 'orders', to: 'src/web/**' },
    { id: 'no-clock', type: 'forbidden', from: 'orders', calls: ['Date.now', 'new Date'] },
    { id: 'no-sql', type: 'transitive', from: 'web', to: 'external:vendor:sql' },
    { id: 'web-needs-orders', type: 'required', from: 'web', to: 'orders' },
  ] as unknown[],
  cycles: [
    { scope: 'file', kinds: ['eager'], severity: 'error' },
    { scope: 'module', kinds: ['value', 'type'], severity: 'error' },
  ] as unknown[],
  laundering: 'error',
  exceptions: [
    {
      id: 'EX-1',
      rule: 'arch/dependency-not-allowed',
      from: 'src/orders/place.ts',
      to: 'billing',
      symbols: ['charge'],
      reason: 'moves soon',
      approvedBy: '@acme/billing',
      expires: '2990-01-01',
    },
    {
      id: 'EX-2',
      rule: 'arch/dependency-not-allowed',
      from: 'src/orders/order.ts',
      to: 'kernel',
      reason: 'proposed, nobody said yes',
      requestedBy: 'agent:bot',
    },
  ] as unknown[],
  baseline: { file: 'architecture/baseline.json', ratchet: 'shrinkOnly', strict: ['kernel'] },
  coverage: { unassigned: 'error', unusedPermission: 'off' },
  severity: { 'arch/missing-export': 'error' } as Record<string, string>,
  governance: { inlineIgnores: 'allowed', widening: { severity: 'error', approvers: 'targetOwner' } } as Record<
    string,
    unknown
  >,
  overrides: [{ when: { context: 'test' }, allow: { deepImport: 'sameModule' } }] as unknown[],
};

export type PolicyText = typeof policy;

const entry = (path: string, to: string, module: string) =>
  `{"path":"${path}","rule":"arch/deep-import","site":"'../orders/order.js' eager","to":"${to}","kind":"eager","context":"production","symbols":["order"],"module":"${module}","status":"reviewed"}`;
export const grandfathered = entry('src/web/old.ts', 'src/orders/order.ts', 'web');

export const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "shop", "dependencies": { "zod": "1", "pg": "1", "lodash": "1", "stripe": "1" } }',
  'architecture/baseline.json': `{ "version": 1, "entries": [\n${grandfathered}\n] }\n`,
  'src/web/main.ts': "import { place } from '../orders/index.js';\nexport const main = place;\n",
  'src/web/old.ts': "import { order } from '../orders/order.js';\nexport const old = order;\n",
  'src/web/main.test.ts': "import { main } from './main.js';\nmain;\n",
  'src/orders/index.ts': "export { place } from './place.js';\n",
  'src/orders/place.ts': "import { charge } from '../billing/index.js';\nexport const place = () => charge();\n",
  'src/orders/order.ts': "import { now } from '../kernel/index.js';\nexport const order = now + 1;\n",
  'src/orders/clock.ts': 'export const at = () => Date.now();\n',
  'src/billing/index.ts': 'export const charge = () => 1;\nexport const refund = () => 1;\n',
  'src/billing/ledger.ts': 'export const ledger = 1;\n',
  'src/kernel/index.ts': 'export const now = 1;\n',
  'src/kernel/clock.ts': 'export interface Clock {}\nexport interface Zone {}\n',
  'src/kernel/testing.ts': 'export const fake = 1;\n',
  'src/legacy/x.ts': 'export const x = 1;\n',
};
