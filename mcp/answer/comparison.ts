import {
  answerable,
  behaviourDelta,
  type Finding,
  introducedSince,
  type Snapshot,
  type Workspace,
} from '../../core/index.js';
import { NotReady } from '../freshness.js';
import { Refusal } from '../refusal.js';

/** What a working tree introduced since a commit. */
export interface Compared {
  /** The ref and the commit that stands for it. */
  readonly name: string;
  /** The working tree, with types where its base has them too. */
  readonly head: Snapshot;
  readonly introduced: readonly Finding[];
  readonly fixed: number;
  /** What was left out, one sentence. */
  readonly left?: string;
  /** It will not be there later either. */
  readonly isTooLarge?: true;
}

/** The longest wait for the types of the base, in milliseconds. */
const longestWaitForTypesMs = 10_000;

/** Clients give up on a call after 30 to 60 seconds. */
const longestWaitMs = 25_000;

/** What makes a comparison too large, or too long; a test asks for less. */
export interface ComparisonLimits {
  readonly waitMs?: number;
  readonly files?: number;
}

const known = new WeakMap<Snapshot, Map<string, Promise<Compared>>>();

/**
 * What the working tree introduced since the merge base with a ref; kept for the next page. What is not ready in time goes on,
 * and is there when it is asked for again.
 */
export async function comparedWith(
  workspace: Pick<Workspace, 'baseCommit' | 'baseSnapshot'>,
  now: Snapshot,
  ref: string,
  isAsked: boolean,
  { waitMs = longestWaitMs, files }: ComparisonLimits = {},
): Promise<Compared> {
  const of = known.get(now) ?? new Map<string, Promise<Compared>>();
  known.set(now, of);
  const key = `${ref} ${workspace.baseCommit(ref) ?? ''}`;
  const making = of.get(key) ?? comparison(workspace, now, ref, isAsked, files);
  of.set(key, making);
  making.catch(() => of.delete(key));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `The comparison with ${ref} is still being made. Call again.`;
    timer = setTimeout(() => reject(new NotReady(reason)), waitMs);
  });
  try {
    const compared = await Promise.race([making, late]);
    if (compared.left !== undefined && !compared.isTooLarge) of.delete(key);
    return compared;
  } finally {
    clearTimeout(timer);
  }
}

async function comparison(
  workspace: Pick<Workspace, 'baseCommit' | 'baseSnapshot'>,
  now: Snapshot,
  ref: string,
  isAsked: boolean,
  mostFiles: number | undefined,
): Promise<Compared> {
  const found = await workspace.baseSnapshot(ref, now);
  if (!found.ok) throw new Refusal(`${isAsked ? 'base: ' : ''}${found.message}`);
  const name = `${ref} ${found.commit.slice(0, 7)}`;
  const { renamed } = found.snapshot;
  const {
    base,
    head,
    left: unsaid,
    isTooLarge,
  } = await answerable(found.snapshot, now, longestWaitForTypesMs, mostFiles);
  const behaviour = unsaid === undefined ? behaviourDelta(base, head) : undefined;
  const introduced = [...introducedSince(base, head), ...(behaviour?.status === 'checked' ? behaviour.findings : [])];
  const back = new Map([...renamed].map(([from, to]) => [to, from]));
  const fixed = introducedSince(head, base, undefined, back).filter(({ severity }) => severity !== 'hint');
  const left = `${capitalized(unsaid ?? '')} was not checked, imports were. ${isTooLarge ? 'Name a nearer base.' : 'Call again.'}`;
  return {
    name,
    head,
    introduced,
    fixed: fixed.length,
    ...(unsaid !== undefined && { left, ...(isTooLarge && { isTooLarge }) }),
  };
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
