import { decode } from '../../files/decode.js';
import type { FileSystem } from '../../files/file-system.js';
import type { FilePath } from '../../files/paths.js';
import { proposedChanges } from '../../proposals/proposed-changes.js';
import { behaviourDelta } from '../behaviour/behaviour-changes.js';
import { introducedSince } from '../since.js';
import type { Snapshot } from '../snapshot.js';
import type { Workspace } from '../workspace.js';
import { agentBrief } from './agent-brief.js';
import { type Answerable, answerable } from './answerable.js';
import type { Engine, EngineAnswer, ToldCopy, ToldFinding } from './engine.js';
import { toldCopies } from './told-copies.js';
import { introducedFindings, toldFindings } from './told-findings.js';
import { withRemedies } from './told-remedies.js';

/** What an engine in this process is made of. */
export interface LocalEngineParts {
  readonly workspace: Workspace;
  /** The disk itself, without anything laid over it. */
  readonly disk: FileSystem;
  /** Paths that may be different from the snapshot by now. Absent: the workspace was opened for this one question. */
  changed?(): Promise<readonly FilePath[]>;
}

/** The engine over a workspace of this process. It answers one question at a time, each on the disk as it then is. */
export function localEngine(parts: LocalEngineParts): Engine {
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(signal: AbortSignal | undefined, answer: (moment: OnDisk) => Promise<T>): Promise<T> => {
    const turn = queue.then(async () => {
      signal?.throwIfAborted();
      return answer(await onDisk(parts));
    });
    queue = turn.catch(() => {});
    return turn;
  };
  // A server that has just opened makes contracts in the background: what imports break need not wait for them. Opened for one
  // question, contracts are made and the type checker is not: it would take longer than anybody waits for a hook.
  const known = async (base: Snapshot, head: Snapshot): Promise<Answerable> =>
    parts.changed ? answerable(base, head, longestWaitForTypesMs) : { base, head: head.asWritten };
  return {
    checkEdits: ({ edits }, signal) =>
      inTurn(signal, async ({ snapshot, unsaved }) => {
        const { changes, refused } = proposedChanges(parts.disk, edits);
        if (changes.length === 0) return answerOf(snapshot, [], { unsaved, refused, covered: [] });
        const { base, head, left } = await known(snapshot, await snapshot.with(changes));
        const covered = changes.map(change => change.path).filter(path => isCovered(path, snapshot, head));
        const told = { unsaved, refused, covered, ...leftOf(left) };
        const introduced = introducedSince(base, head);
        const findings = await withRemedies(head, introduced, toldFindings(introduced, head));
        return answerOf(head, findings, told, snapshot.revision);
      }),
    verifyChanges: ({ base, paths }, signal) =>
      inTurn(signal, async ({ snapshot, unsaved }) => {
        const covered = paths.filter(path => isCovered(path, snapshot));
        const before = await parts.workspace.baseSnapshot(base, snapshot);
        if (before.ok) {
          const { base: earlier, head, left } = await known(before.snapshot, snapshot);
          const introduced = introducedFindings(earlier, head);
          const findings = head.tellsFailures ? [...introduced, ...requiredBehaviour(earlier, head)] : introduced;
          const copies = await toldCopies(before.snapshot, snapshot);
          return answerOf(head, findings, {
            unsaved,
            covered,
            base: before.commit,
            ...leftOf(left),
            ...(copies.length > 0 && { copies }),
          });
        }
        const { head, left } = await known(snapshot, snapshot);
        const here = head.findings.filter(finding => paths.includes(finding.path));
        return answerOf(head, toldFindings(here, head), { unsaved, covered, ...leftOf(left) });
      }),
    brief: ({ base }, signal) =>
      inTurn(signal, async ({ snapshot }) => {
        const before = await parts.workspace.baseSnapshot(base, snapshot);
        const pair = before.ok ? await known(before.snapshot, snapshot) : undefined;
        const introduced = pair ? introducedFindings(pair.base, pair.head).map(({ id }) => id) : [];
        return { text: agentBrief(snapshot), introduced };
      }),
  };
}

/** The longest wait for the type checker, in milliseconds: hooks are waited for. */
const longestWaitForTypesMs = 1_000;

function leftOf(left: string | undefined): { readonly left?: string } {
  return left === undefined ? {} : { left };
}

/** Changed behaviour, where the policy wants it cleared at the end of a turn. */
function requiredBehaviour(base: Snapshot, head: Snapshot): readonly ToldFinding[] {
  if (base.policy.governance.behaviour !== 'require') return [];
  const behaviour = behaviourDelta(base, head);
  return behaviour.status === 'checked' ? toldFindings(behaviour.findings, head) : [];
}

interface OnDisk {
  readonly snapshot: Snapshot;
  readonly unsaved: readonly FilePath[];
}

/** The workspace brought up to what the disk holds, open buffers replaced by the files under them. */
async function onDisk({ workspace, disk, changed }: LocalEngineParts): Promise<OnDisk> {
  const paths = (await changed?.()) ?? [];
  const current = paths.length > 0 ? await workspace.take({ changed: paths }) : workspace.snapshot;
  const saved = workspace.laid.map(path => {
    const bytes = disk.readBytes(path);
    return { path, text: bytes && decode(bytes).text };
  });
  const differing = saved.filter(({ path, text }) => current.text(path) !== text);
  if (differing.length === 0) return { snapshot: current, unsaved: [] };
  return { snapshot: await current.with(differing), unsaved: differing.map(({ path }) => path).sort() };
}

function isCovered(path: FilePath, ...snapshots: readonly Snapshot[]): boolean {
  return snapshots.some(({ state, policy }) => {
    const number = state.numbers.known(path);
    return path === policy.path || (number !== undefined && state.records.get(number) !== undefined);
  });
}

interface Circumstances {
  readonly unsaved: readonly FilePath[];
  readonly covered: readonly FilePath[];
  readonly refused?: EngineAnswer['refused'];
  readonly base?: string;
  readonly left?: string;
  readonly copies?: readonly ToldCopy[];
}

function answerOf(
  snapshot: Snapshot,
  findings: readonly ToldFinding[],
  { refused = [], ...rest }: Circumstances,
  rev = snapshot.revision,
): EngineAnswer {
  const reason = snapshot.whyNotChecked;
  const typesMissing = snapshot.tellsFailures ? snapshot.types.notChecked.map(({ why }) => why) : [];
  const unusable = reason === undefined ? undefined : { reason };
  return {
    status: unusable ? 'not_checked' : findings.length > 0 ? 'violations' : 'ok',
    ...unusable,
    rev,
    findings,
    refused,
    ...(typesMissing.length > 0 && { typesMissing }),
    ...rest,
    newDependency: snapshot.policy.governance.newDependency,
  };
}
