/** Strongly connected components of a graph given as target lists, callees before callers (Tarjan 1972, without recursion). */
export function componentsOf(targets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = targets.length;
  const order = new Int32Array(size);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const position = new Int32Array(size);
  const stack: number[] = [];
  const calls: number[] = [];
  const found: number[][] = [];
  let count = 0;
  for (let root = 0; root < size; root++) {
    if (order[root] !== 0) continue;
    calls.push(root);
    while (calls.length > 0) {
      const node = calls.at(-1)!;
      if (order[node] === 0) {
        order[node] = low[node] = ++count;
        stack.push(node);
        onStack[node] = 1;
      }
      const next = targets[node]![position[node]!++];
      if (next !== undefined) {
        if (order[next] === 0) calls.push(next);
        else if (onStack[next]) low[node] = Math.min(low[node]!, order[next]!);
        continue;
      }
      calls.pop();
      const parent = calls.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] !== order[node]) continue;
      const members: number[] = [];
      for (;;) {
        const member = stack.pop()!;
        onStack[member] = 0;
        members.push(member);
        if (member === node) break;
      }
      found.push(members.sort((a, b) => a - b));
    }
  }
  return found;
}
