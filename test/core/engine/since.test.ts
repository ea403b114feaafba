import { expect, test } from 'vitest';
import { checkFiles } from '../../harness/check-files.js';

const modules = `"modules": [{ "id": "orders", "path": "src/orders", "dependsOn": [] }, { "id": "billing", "path": "src/billing" }]`;
const baseline = `"baseline": { "file": "baseline.json", "ratchet": "shrinkOnly" }`;
const sources = {
  'src/orders/place.ts': `import { charge } from '../billing/charge.js';\nexport const place = () => charge();\n`,
  'src/billing/charge.ts': 'export const charge = () => 1;\n',
};
const grandfathered = `{ "version": 1, "entries": [
{"path":"src/orders/place.ts","rule":"arch/dependency-not-allowed","symbol":"","site":"'../billing/charge.js' eager","to":"src/billing/charge.ts","kind":"eager","symbols":["charge"],"status":"unreviewed"}
] }`;
const head = { ...sources, 'architecture.jsonc': `{ ${modules}, ${baseline} }`, 'baseline.json': grandfathered };
const rules = (findings: readonly { rule: string }[]) => findings.map(finding => finding.rule);

test('the first policy brings its baseline along', async () => {
  expect(rules((await checkFiles(head, sources)).findings)).toEqual([]);
});

test('a baseline beside a policy that had none is growth', async () => {
  const base = { ...sources, 'architecture.jsonc': `{ ${modules} }` };
  expect(rules((await checkFiles(head, base)).findings)).toEqual(['arch/baseline-growth']);
});

test('a baseline that was there already is none', async () => {
  expect(rules((await checkFiles(head, head)).findings)).toEqual([]);
});
