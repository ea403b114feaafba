import { askEngine } from '../resident/ask.js';
import { atStop } from './messages.js';
import { hashed } from './session-log.js';
import { type StepContext, type StepResult, silence } from './step.js';

/** At the start: what to know, and a note of what is broken already, which no agent of this session answers for. */
export async function atStart({ root, log, deadlineMs }: StepContext): StepResult {
  const asked = await askEngine<'brief'>(root, { method: 'brief', params: { base: 'HEAD' } }, deadlineMs);
  if (!asked.ok) return asked;
  const { text, introduced } = asked.value;
  if (!log.entries.some(entry => entry.t === 'before')) log.note({ t: 'before', ids: introduced });
  return { ok: true, value: { answer: { kind: 'tell', text } } };
}

/** At the end of a turn: asks once for what was introduced to be cleared, absences included. */
export async function atEnd({ event, root, log, deadlineMs }: StepContext): StepResult {
  if (event.isAgain) return silence;
  const params = { base: 'HEAD', paths: [] };
  const asked = await askEngine<'verifyChanges'>(root, { method: 'verifyChanges', params }, deadlineMs);
  if (!asked.ok) return asked;
  const before = new Set(log.entries.flatMap(entry => (entry.t === 'before' ? entry.ids : [])));
  const open = asked.value.findings.filter(({ id, weight }) => weight !== 'upkeep' && !before.has(id));
  if (open.length === 0) return silence;
  // The same findings once more: the agent had its say about them.
  const key = hashed(open.map(({ id }) => id).sort());
  if (log.entries.some(entry => entry.t === 'stopped' && entry.key === key)) return silence;
  log.note({ t: 'stopped', key });
  return { ok: true, value: { answer: { kind: 'continue', text: atStop(open, asked.value) } } };
}
