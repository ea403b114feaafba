/** A repository of two modules without findings. */
export const policy = `{
  "version": 1,
  "modules": [
    { "id": "http", "path": "src/http", "dependsOn": ["orders"] },
    { "id": "orders", "path": "src/orders", "entryPoints": ["index.ts"], "dependsOn": [], "owner": "@shop/orders" }
  ]
}
`;
export const files = {
  'architecture.jsonc': policy,
  'src/http/routes.ts': `import { place } from '../orders';\nexport const routes = [place];\n`,
  'src/orders/index.ts': `export { place } from './place';\n`,
  'src/orders/place.ts': `export const place = (): void => {};\n`,
};
/** `src/http/routes.ts` past the entry point of orders. */
export const deep = `import { place } from '../orders/place';\nexport const routes = [place];\n`;
