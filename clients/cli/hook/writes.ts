import type { EngineAnswer, ToldCopy, ToldFinding } from '../engine.js';
import { askEngine } from '../resident/ask.js';
import { afterWrite, denial, question, repeats } from './messages.js';
import { hashed } from './session-log.js';
import { type StepContext, type StepResult, silence } from './step.js';

/** A call is answered once, though two clients' hooks may be run over it within this time, in milliseconds. */
const sameCallMs = 5_000;

/** Before a write: refuses, or asks about, what it would newly break for certain. */
export async function beforeWriting(context: StepContext): StepResult {
  const { event, root, edits, log, deadlineMs, now } = context;
  if (edits.length === 0) {
    return event.unclear === undefined
      ? silence
      : { ok: true, value: { note: `Lintel: checked after the write: ${event.unclear}` } };
  }
  const key = hashed(edits);
  if (isAnsweredByAnother(context, key)) return silence;
  log.note({ t: 'answered', key, by: event.dialect, at: now });
  const asked = await askEngine<'checkEdits'>(root, { method: 'checkEdits', params: { edits } }, deadlineMs);
  if (!asked.ok) return asked;
  const { findings, status, reason, refused, newDependency, left, typesMissing } = asked.value;
  // New code has no excuse: what is reported of it stops it, warnings too.
  const stopping = findings.filter(({ weight }) => weight === 'certain');
  if (stopping.length === 0) {
    if (status === 'not_checked') return { ok: false, why: reason ?? 'the workspace cannot be analysed' };
    const unclear = refused.map(({ path, why }) => `${path}: ${why}`)[0];
    const later = unclear ?? (left === undefined ? undefined : `${left} is still being analysed`);
    const untyped =
      typesMissing &&
      `Lintel: checked without types (${typesMissing.join(', ')}): what only they tell of how this fails is left to the next check`;
    const note = later === undefined ? untyped : `Lintel: checked after the write: ${later}`;
    return { ok: true, value: note === undefined ? {} : { note } };
  }
  if (newDependency === 'ask' && event.canAsk && stopping.every(finding => finding.dependency)) {
    log.note({ t: 'asked', key, findings: stopping });
    return { ok: true, value: { answer: { kind: 'ask', text: question(stopping) } } };
  }
  const denied = hashed(stopping.map(({ id }) => id).sort());
  const isSecond = log.entries.some(entry => entry.t === 'denied' && entry.key === denied);
  log.note({ t: 'denied', key: denied });
  return { ok: true, value: { answer: { kind: 'deny', text: denial(stopping, isSecond) } } };
}

/** After a write, or a command that may have written: tells what was introduced since the last commit and not told yet. */
export async function afterWriting(context: StepContext): StepResult {
  const { edits, root, log, deadlineMs } = context;
  const yes = await noteTheYes(context);
  const paths = [...new Set(edits.flatMap(edit => ('moveTo' in edit && edit.moveTo ? [edit.moveTo] : [edit.path])))];
  const params = { base: 'HEAD', paths };
  const asked = await askEngine<'verifyChanges'>(root, { method: 'verifyChanges', params }, deadlineMs);
  if (!asked.ok) return asked;
  const news = notYetTold(asked.value, context);
  const copies = copiesNotYetTold(asked.value, context);
  const ids = [...news.map(({ id }) => id), ...copies.map(copyId)];
  if (ids.length > 0) log.note({ t: 'told', ids });
  const texts = [...yes, ...(news.length > 0 ? [afterWrite(news, asked.value)] : []), ...copies.map(repeats)];
  return texts.length === 0 ? silence : { ok: true, value: { answer: { kind: 'tell', text: texts.join('\n') } } };
}

/** Absences wait for the end of the turn: the next write may bring what is missing. */
function notYetTold({ findings }: EngineAnswer, { log }: StepContext): readonly ToldFinding[] {
  const told = new Set(log.entries.flatMap(entry => (entry.t === 'told' || entry.t === 'before' ? entry.ids : [])));
  return findings.filter(({ id, weight }) => weight === 'certain' && !told.has(id));
}

function copyId({ path, name }: ToldCopy): string {
  return `${path}#${name}`;
}

function copiesNotYetTold({ copies = [] }: EngineAnswer, { log }: StepContext): readonly ToldCopy[] {
  const told = new Set(log.entries.flatMap(entry => (entry.t === 'told' ? entry.ids : [])));
  return copies.filter(copy => !told.has(copyId(copy)));
}

/** A write that was asked about has landed: the person said yes. */
async function noteTheYes({ event, root, edits, log }: StepContext): Promise<readonly string[]> {
  if (edits.length === 0) return [];
  const key = hashed(edits);
  const asked = log.entries.findLast(entry => entry.t === 'asked' && entry.key === key);
  const isNoted = log.entries.some(entry => entry.t === 'acknowledged' && entry.key === key);
  if (asked?.t !== 'asked' || isNoted) return [];
  log.note({ t: 'acknowledged', key });
  const { acknowledge } = await import('./acknowledge.js'); // few hooks ever write to the policy
  const ids = acknowledge(root, asked.findings, event.dialect);
  if (ids.length === 0) return [];
  const approver = asked.findings.find(finding => finding.dependency?.approver)?.dependency?.approver;
  const exceptions = ids.length === 1 ? 'exception' : 'exceptions';
  return [
    `Lintel: noted as ${exceptions} ${ids.join(', ')} in architecture.jsonc; ${approver ?? 'the owner of the target'} still has to approve.`,
  ];
}

/** Cursor and Copilot run the hooks of other clients besides their own: one of them answers. */
function isAnsweredByAnother({ event, log, now }: StepContext, key: string): boolean {
  return log.entries.some(
    entry => entry.t === 'answered' && entry.key === key && entry.by !== event.dialect && now - entry.at < sameCallMs,
  );
}
