import type { Policy } from '../engine.js';

const placeholder = '@your-organisation/architects';

/**
 * CODEOWNERS lines for the policy files. Lintel checks the form of an approval; that the right person gave it is for the
 * forge to demand. `prefix` is the way from the repository to the root.
 */
export function codeOwners(policy: Policy, prefix: string): string {
  const owners = [...new Set(policy.modules.flatMap(module => module.owner ?? []))].sort();
  const named = owners.length > 0 ? owners.join(' ') : placeholder;
  const patterns = policy.governance.policyFiles.map(glob => `/${prefix}${glob.replace(/\/\*\*$/, '/')}`);
  const width = Math.max(0, ...patterns.map(pattern => pattern.length));
  return [
    '# Who may change what the architecture permits (lintel init --codeowners).',
    ...(owners.length > 0
      ? ['# Any one of these can approve; name fewer where that is too many.']
      : ['# No module names an owner yet: put yours here.']),
    ...patterns.map(pattern => `${pattern.replaceAll(' ', '\\ ').padEnd(width)}  ${named}`),
    '',
  ].join('\n');
}
