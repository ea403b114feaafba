import type { LoadedPolicy } from '../../../core/policy/load.js';
import { loadPolicy } from '../../../core/policy/load.js';

/** The complete example of the design (§8.3), word for word. */
export const exampleText = `// architecture.jsonc
{
  "$schema": "./node_modules/lintel/architecture.schema.json",
  "version": 1,

  "sources": {
    "include": ["apps/*/src/**", "packages/*/src/**"],
    "exclude": ["**/*.generated.ts", "**/dist/**"],
    "tests":   ["**/*.test.ts", "**/test/**"]            // edges from here get the context "test"
  },

  "resolution": {
    "tsconfig": "nearest",                                 // per package, references followed
    "conditionSets": { "node": ["import", "node", "default"], "dev": ["source", "import", "default"] },
    "primary": "node"
  },

  "layers": {
    "backend": { "order": ["interface", "application", "domain", "platform"], "layering": "relaxed" },
    "hexagon": { "order": ["adapter", "port", "core"], "layering": "strict" }
  },

  "modules": [
    { "id": "api",        "path": "apps/api/src",     "layer": "interface",   "tags": ["app:api"],    "owner": "@acme/edge",
      "dependsOn": ["orders", "billing", "catalog", "kernel"], "visibility": ["api/main"],
      "external": { "allow": ["vendor:http"] } },
    { "id": "worker",     "path": "apps/worker/src",  "layer": "interface",   "tags": ["app:worker"], "owner": "@acme/edge",
      "dependsOn": ["orders::jobs", "billing::jobs", "kernel"], "visibility": ["worker/main"] },
    { "id": "{app}/main", "path": "apps/{app}/src/main.ts", "tags": ["kind:composition-root"], "owner": "@acme/platform",
      "dependsOn": ["*"], "visibility": "private", "because": "the only place that wires adapters to ports" },

    { "id": "orders",     "path": "packages/orders/src", "layer": "application", "tags": ["domain:orders"], "owner": "@acme/orders",
      "entryPoints": ["index.ts"],
      "interfaces": {
        "jobs": { "expose": ["jobs/index.ts"],                        "visibleTo": ["worker"] },
        "spi":  { "expose": ["spi.ts#OrderRepository", "spi.ts#Clock"], "visibleTo": ["persistence"],
                  "layer": "platform" }                    // dependency inversion: implemented from below
      },
      "dependsOn": ["kernel", "catalog", { "to": "billing::events", "kinds": ["type"] }] },

    { "id": "orders/core",     "path": "packages/orders/src/core",     "layer": { "hexagon": "core" },    "visibility": "siblings",
      "external": { "allow": [] } },                       // the core knows no vendor at all
    { "id": "orders/ports",    "path": "packages/orders/src/ports",    "layer": { "hexagon": "port" },    "visibility": "siblings" },
    { "id": "orders/adapters", "path": "packages/orders/src/adapters", "layer": { "hexagon": "adapter" }, "visibility": "private" },

    { "id": "billing",    "path": "packages/billing/src", "layer": "application", "tags": ["domain:billing"], "owner": "@acme/billing",
      "entryPoints": ["index.ts"],
      "interfaces": { "events": { "expose": ["events.ts"] }, "jobs": { "expose": ["jobs/index.ts"], "visibleTo": ["worker"] } },
      "dependsOn": ["kernel"], "external": { "allow": ["vendor:payments"] } },

    { "id": "catalog",    "path": "packages/catalog/src", "layer": "domain", "tags": ["domain:catalog"], "owner": "@acme/catalog",
      "entryPoints": ["index.ts"], "dependsOn": ["kernel"] },

    { "id": "persistence","path": "packages/persistence/src", "layer": "platform", "tags": ["kind:infra"], "owner": "@acme/platform",
      "entryPoints": ["index.ts"], "dependsOn": ["kernel", "orders::spi"], "visibility": ["tag:kind:composition-root"],
      "external": { "allow": ["vendor:sql"] } },

    { "id": "kernel",     "path": "packages/kernel/src", "layer": "platform", "tags": ["kind:shared"], "owner": "@acme/platform",
      "entryPoints": ["index.ts"], "interfaces": { "testing": { "expose": ["testing.ts"], "contexts": ["test"] } }, "dependsOn": [] }
  ],

  "constraints": [                                          // Nx-style tag rules, in addition to dependsOn
    { "from": "tag:domain:*", "to": "tag:domain:*", "allow": "sameValue", "except": ["catalog", "billing::events"],
      "because": "Domains talk through events. See docs/adr/0007.md" }
  ],

  "external": {
    "groups": {
      "vendor:http":     ["fastify", "@fastify/*"],
      "vendor:sql":      ["pg", "drizzle-orm", "drizzle-orm/*"],
      "vendor:payments": ["stripe"],
      "vendor:common":   ["zod", "pino", "node:*"]
    },
    "allow": ["vendor:common"],                             // everywhere unless the module says otherwise
    "deny":  [{ "package": "lodash", "because": "use kernel/collections", "suggest": "@acme/kernel" },
              { "package": "node:child_process", "except": ["worker"] }],
    "undeclared": "error",                                  // must be in the nearest package.json
    "devInProduction": "error"
  },

  "rules": [
    { "id": "http-never-reaches-sql", "type": "transitive",
      "from": "api", "exceptFrom": ["api/main"], "to": "external:vendor:sql", "kinds": ["value"],
      "because": "request handlers see SQL neither directly nor through a helper" },
    { "id": "adapters-use-a-port", "type": "required", "from": "orders/adapters", "to": "orders/ports" },
    { "id": "no-clock-in-core", "type": "forbidden", "from": "orders/core", "calls": ["Date.now", "new Date", "Math.random"],
      "because": "inject Clock" }
  ],

  "cycles": [
    { "scope": "module",  "kinds": ["value", "type"], "severity": "error" },
    { "scope": "package", "kinds": ["value", "type"], "severity": "error" },
    { "scope": "file",    "kinds": ["eager"],         "severity": "error" },
    { "scope": "file",    "kinds": ["deferred"],      "severity": "information" }
  ],

  "laundering": "error",                                    // symbol origin, not only the imported file
  "leakedTypes": "warning",

  "apiReports": {
    "reports": "architecture/api",                          // one report per module entry point/interface
    "modules": ["orders", "billing", "catalog", "kernel"],
    "onBreaking": "error", "onAddition": "information"
  },

  "exceptions": [
    { "id": "EX-012", "rule": "arch/dependency-not-allowed",
      "from": "packages/catalog/src/pricing/quote.ts", "to": "billing", "symbols": ["TaxTable"], "kinds": ["type"],
      "reason": "TaxTable moves to kernel with the 2027 tax split", "issue": "ACME-4411",
      "requestedBy": "agent:refactor-bot", "approvedBy": "@acme/billing", "approvedOn": "2026-09-02", "expires": "2026-12-31" }
  ],

  "baseline": { "file": "architecture/baseline.json", "ratchet": "shrinkOnly", "strict": ["kernel", "orders"] },

  "coverage": { "unassigned": "error", "unresolved": "error", "unknownTarget": "warning",
                "vacuous": "error", "staleException": "error", "staleBaseline": "error", "unusedPermission": "warning" },

  "governance": {
    "policyFiles": ["architecture.jsonc", "architecture/**"],
    "widening": { "severity": "error", "approvers": "targetOwner" },    // permission delta against the merge base
    "inlineIgnores": "forbidden"
  },

  "overrides": [                                            // tests may reach into their own module, and mock anything they may import
    { "when": { "context": "test" }, "allow": { "deepImport": "sameModule", "mock": "asImport" }, "external": { "allow": ["vitest"] } }
  ]
}
`;

/** The source files of a repository that the example describes, sorted. */
export const exampleFiles: readonly string[] = [
  'apps/api/src/main.ts',
  'apps/api/src/routes/orders.ts',
  'apps/worker/src/main.ts',
  'apps/worker/src/run.ts',
  'packages/billing/src/events.ts',
  'packages/billing/src/index.ts',
  'packages/billing/src/jobs/index.ts',
  'packages/billing/src/stripe.ts',
  'packages/catalog/src/index.ts',
  'packages/catalog/src/pricing/quote.ts',
  'packages/kernel/src/index.ts',
  'packages/kernel/src/money.ts',
  'packages/kernel/src/testing.ts',
  'packages/orders/src/adapters/http.ts',
  'packages/orders/src/core/order.test.ts',
  'packages/orders/src/core/order.ts',
  'packages/orders/src/index.ts',
  'packages/orders/src/jobs/index.ts',
  'packages/orders/src/ports/clock.ts',
  'packages/orders/src/spi.ts',
  'packages/persistence/src/index.ts',
  'packages/persistence/src/order-repository.ts',
];

export function loadExample(change: (text: string) => string = text => text): LoadedPolicy {
  return loadPolicy('architecture.jsonc', change(exampleText));
}
