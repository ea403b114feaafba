import { isGroupingKey } from '../../failures/shapes/buckets.js';
import { type Decision, decisionsOf } from '../../failures/shapes/decisions.js';
import { ownName } from '../../failures/shapes/names.js';
import { functionsOf } from '../../failures/shapes/scope.js';
import type { FailureView, FileView } from '../../failures/view.js';
import type { FunctionIr } from '../../syntax/ir/nodes.js';
import { relatedAt, replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';
import { counted } from '../wording.js';

/** Fewer are left alone: any function decides something. */
const enough = 3;

export const unexplainedLogic = defineRule({
  id: 'oracle/unexplained-logic',
  summary: 'A function makes several decisions that need a reason, and nobody gives one.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report }) {
    if (
      isTest ||
      /(constants|fixtures|config|colou?r|easing|animat|canvas|svg|geometry|layout|render)/i.test(file.path)
    )
      return;
    for (const { fn, index } of functionsOf(file)) {
      if (fn.form === 'module' || !isForOthers(file, failures, index)) continue;
      const decisions = decisionsOf(file, index, fn);
      const open = decisions.filter(each => !isAnswered(file, fn, each));
      if (!isMuch(file, index, fn, open) || answersAll(fn, open)) continue;
      report({
        path: file.path,
        span: { start: fn.nameStart, end: Math.max(fn.nameEnd, fn.nameStart + 1) },
        message: `${ownName(fn)} decides ${counted(open.length, 'thing')} without a reason: ${open
          .slice(0, 5)
          .map(each => each.question)
          .join(' ')}${open.length > 5 ? ` (and ${open.length - 5} more)` : ''} Say so in its comment.`,
        symbol: file.symbolOf(index),
        site: open.map(each => each.question).join(' '),
        related: open.slice(0, 8).map(each => relatedAt(file, each.at, each.question)),
        fixes: fixOf(file, fn, open),
        data: { questions: open.map(each => each.question) },
      });
    }
  },
});

/** Exported, or called by nobody in the project. */
function isForOthers(file: FileView, failures: FailureView, index: number): boolean {
  if (file.isExported(index)) return true;
  const fn = file.ir.functions[index];
  return fn?.parent === 0 && failures.callers({ path: file.path, index }).length === 0;
}

/** Several decisions of different kinds; or a bucket that decides what counts as the same, which hides several in one. */
function isMuch(file: FileView, index: number, fn: FunctionIr, open: readonly Decision[]): boolean {
  if (open.length >= enough && new Set(open.map(each => each.kind)).size >= 2) return true;
  if (/(format|duration|humani[sz]e|pretty|elapsed|ago|display|label|toString|print)/i.test(ownName(fn))) return false;
  return open.some(each => each.kind === 'bucket' && isGroupingKey(file, index, fn, each.at));
}

/** A comment beside it, of at least four words. */
function isAnswered(file: FileView, fn: FunctionIr, { at }: Decision): boolean {
  return file.ir.comments.some(
    comment =>
      fn.start <= comment.start &&
      comment.end <= fn.end &&
      comment.start >= at.start - 300 &&
      comment.start <= at.end + 120 &&
      comment.text.split(/\s+/).length >= 4,
  );
}

/** A comment long enough to answer, with words that give reasons or name what is decided. */
function answersAll({ doc }: FunctionIr, open: readonly Decision[]): boolean {
  if (doc === undefined) return false;
  const text = `${doc.text} ${doc.tags.map(tag => tag.text).join(' ')}`;
  const words = text.split(/\s+/).length;
  const reasons =
    /\b(because|so that|since|therefore|wins?|counts? as|missing|ties?|boundary|at most|earliest|latest|first|last|order(ed)?|batch|per|see)\b|https?:|§/i.test(
      text,
    );
  return (words >= 12 && reasons) || words >= 12 * open.length;
}

/** The skeleton of a comment with one line for each question; only in front of a declaration without one. */
function fixOf(file: FileView, fn: FunctionIr, open: readonly Decision[]): readonly Fix[] {
  if (fn.doc !== undefined || fn.form !== 'function' || fn.nameStart === fn.start || fn.parent !== 0) return [];
  const lines = open.map(each => ` * - ${each.question}`);
  return [
    replacing(
      file,
      { start: fn.start, end: fn.start },
      'Write down the questions',
      `/**\n * TODO: answer.\n${lines.join('\n')}\n */\n`,
    ),
  ];
}
