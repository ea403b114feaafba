import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyFileName } from '../root.js';

/**
 * `governance.hookOnFailure` as it stands in the policy file, read without the engine: it is asked for when that one does
 * not answer. Anything but a clear `deny` is `allow`.
 */
export async function hookOnFailure(root: string): Promise<'allow' | 'deny'> {
  try {
    const { parse } = await import('jsonc-parser');
    const policy: unknown = parse(readFileSync(join(root, policyFileName), 'utf8'), [], { allowTrailingComma: true });
    const { governance } = (policy ?? {}) as { governance?: { hookOnFailure?: unknown } };
    return governance?.hookOnFailure === 'deny' ? 'deny' : 'allow';
  } catch {
    return 'allow';
  }
}
