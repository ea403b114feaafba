import type { FailureContract } from '../contract.js';
import type { FunctionResult } from '../evaluate/make-contract.js';
import type { FunctionRef } from '../view.js';

type ContractOf = (ref: FunctionRef) => FailureContract | undefined;

/** Functions that call one another, by number, and how one is evaluated with what is known so far. */
export interface Circle {
  readonly nodes: readonly number[];
  /** Filled; what is known of other functions stays. */
  readonly results: (FunctionResult | undefined)[];
  readonly contractOf: ContractOf;
  numberOf(ref: FunctionRef): number | undefined;
  evaluate(node: number, contractOf: ContractOf): FunctionResult;
}

const mostRounds = 6;

/**
 * Evaluates a circle in rounds until nobody outside sees a difference. In each round those are left out that would come to what
 * they came to: nothing that they asked for is another since.
 */
export function evaluateCircle({ nodes, results, contractOf, numberOf, evaluate }: Circle): void {
  let time = 0;
  const asked = new Map<number, ReadonlySet<number>>();
  const evaluatedAt = new Map<number, number>();
  const changedAt = new Map<number, number>();
  const holds = (node: number): boolean => {
    const at = evaluatedAt.get(node);
    if (at === undefined) return false;
    for (const other of asked.get(node)!) if ((changedAt.get(other) ?? 0) > at) return false;
    return true;
  };
  for (let round = 0; round < mostRounds; round++) {
    let hasMoved = false;
    for (const node of nodes) {
      if (holds(node)) continue;
      const heard = new Set<number>();
      const old = results[node];
      evaluatedAt.set(node, ++time);
      const next = evaluate(node, ref => {
        const other = numberOf(ref);
        if (other !== undefined) heard.add(other);
        return contractOf(ref);
      });
      asked.set(node, heard);
      results[node] = next;
      if (old && isSameInside(old, next)) continue;
      changedAt.set(node, ++time);
      hasMoved ||= old?.contract.digest !== next.contract.digest;
    }
    if (!hasMoved) break;
  }
}

/** Whether two results are one in every part, what callers do not see included. */
export function isSameInside(a: FunctionResult, b: FunctionResult): boolean {
  const text = ({ contract, caught }: FunctionResult): string =>
    JSON.stringify([
      contract,
      caught.map(({ start, modes, leaves }) => [start, [...modes.values()], [...leaves].sort()]),
    ]);
  return text(a) === text(b);
}
