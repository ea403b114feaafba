import type { Files } from '../e2e/fixture.js';

/** A small shop: http may use orders and billing through their entry points, infra only from within orders. */
export const shop: Files = {
  'package.json': '{ "name": "shop", "private": true, "type": "module", "dependencies": { "zod": "4.0.0" } }',
  'tsconfig.json': '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "strict": true } }',
  '.gitignore': 'dist/\nnode_modules/\n',
  'architecture.jsonc': `{
    "version": 1,
    "modules": [
      { "id": "http", "path": "src/http", "dependsOn": ["orders", "billing"] },
      { "id": "orders", "path": "src/orders", "entryPoints": ["index.ts"], "dependsOn": ["infra"], "owner": "@orders" },
      { "id": "billing", "path": "src/billing", "entryPoints": ["index.ts"], "dependsOn": [],
        "lifecycle": { "state": "deprecated", "until": "2999-01-01", "replacement": "orders", "because": "moves to orders" } },
      { "id": "infra", "path": "src/infra", "entryPoints": ["index.ts"], "dependsOn": [] }
    ],
    "cycles": [{ "scope": "file", "kinds": ["eager"], "severity": "error" }]
  }`,
  'src/http/routes.ts': 'import { placeOrder } from "../orders";\nexport const routes = [placeOrder];\n',
  'src/orders/index.ts': 'export { placeOrder } from "./place-order";\nexport type { Order } from "./order";\n',
  'src/orders/order.ts': 'export interface Order { readonly id: string; readonly total: number }\n',
  'src/orders/place-order.ts': `import { save } from "../infra";
import type { Order } from "./order";
/** Stores a new order and answers it. */
export function placeOrder(order: Order): Order {
  save(order.id);
  return order;
}
`,
  'src/orders/secret.ts': 'export const secret = 1;\n',
  'src/billing/index.ts': 'export { formatAmount } from "./format";\n',
  'src/billing/format.ts': `/** Formats an amount of money with its currency. */
export function formatAmount(cents: number, currency: string): string {
  const whole = Math.floor(cents / 100);
  const rest = String(cents % 100).padStart(2, '0');
  const sign = cents < 0 ? '-' : '';
  if (currency === 'EUR') return sign + whole + ',' + rest + ' €';
  return sign + currency + ' ' + whole + '.' + rest;
}
`,
  'src/infra/index.ts': 'export { save } from "./db";\n',
  'src/infra/db.ts': 'export const save = (id: string): void => void id;\nexport const drop = (): void => {};\n',
};
