import { beforeAll, expect, test } from 'vitest';
import { behaviourDelta } from '../../../core/engine/behaviour/behaviour-changes.js';
import type { Workspace } from '../../../core/engine/workspace.js';
import { openFiles } from '../../harness/check-files.js';

/** A file before and after a change, and what a review says of it. */
export interface Case {
  readonly base: string;
  readonly head: string;
  /** A second file that the head has: `src/b.ts`. */
  readonly other?: string;
  /** A copy of the file at the head, in another folder; `base`: there before the change too. */
  readonly copy?: 'base' | 'head';
  /** `severity symbol: words` of what is told at information and above. */
  readonly told: readonly string[];
}

/** A test a case. */
export function checkEach(cases: Readonly<Record<string, Case>>): void {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openFiles({ 'package.json': '{ "name": "a", "type": "module" }', 'src/a.ts': '' });
  });
  test.each(Object.entries(cases))('%s', async (_name, { base, head, other, copy, told }) => {
    const before = await workspace.snapshot.with([
      { path: 'src/a.ts', text: base },
      ...(copy === undefined ? [] : [{ path: 'web/a.ts', text: copy === 'base' ? head : base }]),
    ]);
    const after = [
      { path: 'src/a.ts', text: head },
      ...(copy === 'head' ? [{ path: 'web/a.ts', text: head }] : []),
      ...(other === undefined ? [] : [{ path: 'src/b.ts', text: other }]),
    ];
    const delta = behaviourDelta(before, await before.with(after));
    if (delta.status === 'not_checked') throw new Error(delta.reason);
    const says = delta.functions.flatMap(({ symbol, changes }) =>
      changes.filter(each => each.severity !== 'hint').map(each => `${each.severity} ${symbol}: ${each.says}`),
    );
    expect(says).toEqual(told);
  });
}
