import type { Files } from '../e2e/fixture.js';

/** A small repository without a finding. Line 2 of the handler waits for the import that each editor types. */
export const files: Files = {
  'package.json': '{ "name": "shop", "private": true, "type": "module" }\n',
  'architecture.jsonc': `{
  "version": 1,
  // A module that is declared is closed.
  "modules": [
    { "id": "http", "path": "src/http", "dependsOn": ["orders"] },
    { "id": "orders", "path": "src/orders", "entryPoints": ["index.ts"], "dependsOn": ["infra"] },
    { "id": "infra", "path": "src/infra", "entryPoints": ["index.ts"], "dependsOn": [] }
  ]
}
`,
  'src/http/handler.ts': `import { placeOrder } from '../orders/index.js';

export const handle = (id: string): void => placeOrder(id);
`,
  'src/orders/index.ts': "export { placeOrder } from './place.js';\n",
  'src/orders/place.ts': `import { save } from '../infra/index.js';

export const placeOrder = (id: string): void => save(id);
`,
  'src/infra/index.ts': "export { save } from './rows.js';\n",
  'src/infra/rows.ts': `const rows: string[] = [];

export const save = (id: string): void => {
  rows.push(id);
};
`,
};

/** What every editor does, in the environment of its script. Lines count from 1. */
export const script = {
  SOURCE: 'src/http/handler.ts',
  /** Typed over line 2. Characters outside the basic plane stand before it, so that columns in the wrong unit show. */
  FORBIDDEN: "/* 🚪🚪 */ import { placeOrder as place } from '../orders/place.js';",
  FIX: 'Import from "../orders/index.js"',
  POLICY: 'architecture.jsonc',
  BREAK_LINE: '5',
  /** Makes the policy unusable. The last good one stays in force: nothing else may be reported. */
  BREAK: '    { "id": "http", "path": "src/http", "dependson": ["orders"] },',
} as const;
