import type { Clause } from '../judge.js';
import type { Gate, Passage } from './compiled.js';

/**
 * In every set where both sides have a layer: upward is `layer-order`; past the next lower one, where layering is strict,
 * `layer-skipped`. An interface with layers of its own stands in these. Relatives are not spared.
 */
export function layerClauses({ compiled, importer }: Passage, gate: Gate): Clause[] {
  const found: Clause[] = [];
  for (const { name, order, layering } of compiled.policy.layers) {
    const from = importer.layers.get(name);
    const to = gate.interface?.layers?.get(name) ?? gate.module.layers.get(name);
    if (from === undefined || to === undefined) continue;
    const down = order.indexOf(to) - order.indexOf(from);
    const data = { set: name, from, to };
    if (down < 0) {
      const why = `layer ${to} lies above ${from} in ${name}, and dependencies go down`;
      found.push({ clause: 'layer-order', rule: 'arch/layer-order', why, at: importer.span, data });
    } else if (down > 1 && layering === 'strict') {
      const next = order[order.indexOf(from) + 1];
      const why = `layer ${from} reaches only the next layer of ${name}, ${next}, and not ${to}`;
      found.push({
        clause: 'layer-skipped',
        rule: 'arch/layer-skipped',
        why,
        at: importer.span,
        data: { ...data, next },
      });
    }
  }
  return found;
}
