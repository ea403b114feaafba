import type { Snapshot } from '../snapshot.js';

/** Characters; about four to a token, so less than 150 tokens. */
const longest = 560;

/** What an agent should know about the architecture before it starts. */
export function agentBrief({ policy }: Snapshot): string {
  if (!policy.declared) {
    return 'Lintel checks the imports of this repository. It has no architecture.jsonc yet: cycles, unresolved imports and undeclared packages are what it reports.';
  }
  const roots = policy.modules.filter(module => module.parent === undefined).map(module => module.id);
  const layers = policy.layers.map(({ order }) => order.join(' > ')).join('; ');
  const rest =
    ' An import that the policy does not permit is refused before the file is written, with the one that is. Enter other modules through their entry points; ask get_rules for a path before adding an import.';
  const start = `Lintel checks this repository against architecture.jsonc: ${policy.modules.length} modules`;
  const inLayers = layers === '' ? '' : `, layers ${layers}`;
  const room = longest - start.length - rest.length - 1;
  const named = ` (${roots.join(', ')})${inLayers}`;
  if (named.length <= room) return `${start}${named}.${rest}`;
  return inLayers.length <= room ? `${start}${inLayers}.${rest}` : `${start}.${rest}`;
}
