import type { FileQuestions } from './oracle.js';

/** Questions in one request: enough that a request costs nothing, few enough that who aborts waits less than a blink. */
const questionsInGroup = 400;

/** Cuts a batch into requests, in order; a file is never cut. */
export function groupsOf(batch: readonly FileQuestions[]): readonly (readonly FileQuestions[])[] {
  const groups: FileQuestions[][] = [];
  let count = questionsInGroup;
  for (const questions of batch) {
    const here = questions.callees.length + questions.types.length;
    if (count + here > questionsInGroup || groups.length === 0) {
      groups.push([]);
      count = 0;
    }
    groups.at(-1)!.push(questions);
    count += here;
  }
  return groups;
}
