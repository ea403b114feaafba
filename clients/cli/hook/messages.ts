import type { EngineAnswer, ToldCopy, ToldFinding } from '../engine.js';

/** A reason is read whole by all clients up to here, in characters. */
const longest = 1_200;
const longestFinding = 420;

/** Why a write is refused, and how it is done right. */
export function denial(findings: readonly ToldFinding[], isSecond: boolean): string {
  const start = `Lintel: not written, it would newly break ${count(findings.length, 'rule')}.`;
  const end = isSecond ? humanRoute(findings) : '';
  return fitted(start, findings, end);
}

/** What is put to the person. */
export function question(findings: readonly ToldFinding[]): string {
  return fitted(
    `Lintel: architecture.jsonc does not permit ${findings.length === 1 ? 'this new dependency' : 'these new dependencies'}.`,
    findings,
    'A yes lets the write land and is noted as an exception that the owner of the target still has to approve.',
  );
}

/** After a write. */
export function afterWrite(findings: readonly ToldFinding[], { unsaved }: Pick<EngineAnswer, 'unsaved'>): string {
  return fitted(`Lintel: introduced since the last commit:`, findings, unsavedNote(unsaved));
}

/** After a write that brought a function which is there already. */
export function repeats({ path, name, of, statement }: ToldCopy): string {
  return `Lintel: ${name} in ${path} repeats ${of}. Use that one: ${statement}`;
}

/** At the end of a turn. */
export function atStop(findings: readonly ToldFinding[], { unsaved }: Pick<EngineAnswer, 'unsaved'>): string {
  return fitted(
    `Lintel: ${count(findings.length, 'finding')} introduced since the last commit ${findings.length === 1 ? 'is' : 'are'} still there:`,
    findings,
    unsavedNote(unsaved),
  );
}

function fitted(start: string, findings: readonly ToldFinding[], end: string): string {
  const lines: string[] = [];
  let room = longest - start.length - end.length - 20;
  for (const { path, line, rule, message, edits } of findings) {
    const [place, id] = [`${path}:${line} `, ` (${rule})`];
    const plain = place + clipped(message, Math.max(60, longestFinding - place.length - id.length)) + id;
    const remedy = edits ? `\n${edits.map(asDiff).join('\n')}` : '';
    const text = plain.length + remedy.length + 1 > room ? plain : plain + remedy;
    if (text.length + 1 > room) break;
    lines.push(text);
    room -= text.length + 1;
  }
  const left = findings.length - lines.length;
  return [start, ...lines, ...(left > 0 ? [`And ${left} more.`] : []), ...(end === '' ? [] : [end])].join('\n');
}

/** Lines to take and lines to put there, whole, as a patch shows them. */
function asDiff({ old, new: next }: { readonly old: string; readonly new: string }): string {
  const [gone, come] = [linesOf(old), linesOf(next)];
  return [
    ...gone.filter(line => !come.includes(line)).map(line => `- ${line}`),
    ...come.filter(line => !gone.includes(line)).map(line => `+ ${line}`),
  ].join('\n');
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** The way that a person can take where the rule is in the way of what is wanted. */
function humanRoute(findings: readonly ToldFinding[]): string {
  const dependency = findings.find(finding => finding.dependency)?.dependency;
  if (!dependency)
    return 'Refused a second time. If it has to be, a person can change architecture.jsonc; ask them instead of trying again.';
  const { rule, from, to, approver } = dependency;
  const who = approver === undefined ? 'its owner' : approver;
  return `Refused a second time. If it has to be, a person can permit it: an entry {"rule": "${rule}", "from": "${from}", "to": "${to}"} in "exceptions" of architecture.jsonc with a reason and "approvedBy" of ${who}. Ask them instead of trying again.`;
}

function unsavedNote(unsaved: readonly string[]): string {
  if (unsaved.length === 0) return '';
  const named = unsaved.slice(0, 3).join(', ');
  return `Unsaved in an editor and not part of this: ${named}${unsaved.length > 3 ? ` and ${unsaved.length - 3} more` : ''}.`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
