import type { Kind } from '../graph/edge.js';

const allKinds: readonly Kind[] = ['eager', 'deferred', 'type', 'resource'];

/** Kinds as the engine has them: `value` spelled out as eager and deferred, in a fixed order. */
export function spellOutKinds(words: readonly (Kind | 'value')[]): readonly Kind[] {
  const all = new Set<string>(words.flatMap(word => (word === 'value' ? ['eager', 'deferred'] : [word])));
  return allKinds.filter(kind => all.has(kind));
}
