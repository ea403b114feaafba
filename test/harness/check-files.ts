import { behaviourDelta } from '../../core/engine/behaviour/behaviour-changes.js';
import { noFactsCache } from '../../core/engine/extraction/facts-cache.js';
import { inProcessFrontEnd } from '../../core/engine/extraction/front-end.js';
import { permissionDelta } from '../../core/engine/permissions/permission-delta.js';
import { introducedSince } from '../../core/engine/since.js';
import type { Snapshot } from '../../core/engine/snapshot.js';
import { Workspace } from '../../core/engine/workspace.js';
import type { FileChange } from '../../core/files/file-system.js';
import { memoryFileSystem } from '../../core/files/memory.js';
import { typescriptParser } from '../../core/syntax/typescript-parser.js';
import type { Checked, CheckFiles } from './check-case.js';

/** The day that cases are judged by: exceptions that hold expire in 2999, those that do not in 2020. */
const today = '2026-06-30';
const parser = typescriptParser();

/**
 * Checks files held in memory, all severities. With `base` the workspace is opened on those, changed into the given ones,
 * and only what the change introduced is answered, as `check --since` and `lintel review` do together.
 */
export const checkFiles: CheckFiles = async (files, base) => {
  const workspace = await openFiles(base ?? files);
  if (base === undefined) return answerOf(workspace.snapshot, workspace.snapshot.findings);
  const head = await workspace.snapshot.with(changesBetween(base, files));
  const introduced = introducedSince(workspace.snapshot, head, await permissionDelta(workspace.snapshot, head));
  const behaviour = behaviourDelta(workspace.snapshot, head);
  const changed = behaviour.status === 'checked' ? behaviour.findings : [];
  return answerOf(head, [...introduced, ...changed]);
};

/** A workspace over files in memory, parsed on this thread. */
export function openFiles(files: Record<string, string>): Promise<Workspace> {
  return Workspace.open({
    fs: memoryFileSystem(files),
    means: { frontEnd: inProcessFrontEnd(() => parser), cache: noFactsCache, today },
  });
}

function answerOf(snapshot: Snapshot, findings: Checked['findings']): Checked {
  return { findings, text: path => snapshot.text(path) ?? '' };
}

function changesBetween(before: Record<string, string>, after: Record<string, string>): readonly FileChange[] {
  const gone = Object.keys(before).filter(path => after[path] === undefined);
  return [
    ...gone.map(path => ({ path, text: undefined })),
    ...Object.entries(after)
      .filter(([path, text]) => before[path] !== text)
      .map(([path, text]) => ({ path, text })),
  ];
}
