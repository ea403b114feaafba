import type { Conflation } from '../../failures/contract.js';
import type { FileView } from '../../failures/view.js';
import type { Stmt } from '../../syntax/ir/nodes.js';
import type { Fix } from '../finding.js';
import { handlersAround, returnAt } from './handlers.js';

type Edit = { readonly span: { readonly start: number; readonly end: number }; readonly text: string };

/**
 * Throws what was caught instead of answering with the sentinel; an HTTP answer in the block gets its 404 answered with the
 * sentinel first, so that "not there" keeps its value.
 */
export function discriminatingFix(file: FileView, fn: number, conflation: Conflation): Fix | undefined {
  const [found] = handlersAround(file, fn, conflation.start);
  if (!found) return undefined;
  const returned = returnAt(found.handler.body, conflation.start);
  if (!returned) return undefined;
  const edits: Edit[] = [];
  const value = conflation.value === 'undefined' || conflation.value === 'none' ? 'undefined' : conflation.value;
  const answer = responseIn(found.statement.block, file, fn);
  if (answer)
    edits.push({
      span: { start: answer.end, end: answer.end },
      text: `\n    if (${answer.name}.status === 404) return ${value};`,
    });
  if (found.param === undefined)
    edits.push({
      span: { start: found.handler.start, end: found.handler.start + 'catch'.length },
      text: 'catch (cause)',
    });
  edits.push({ span: { start: returned.start, end: returned.end }, text: `throw ${found.param ?? 'cause'};` });
  return {
    title: answer ? `Answer ${value} for 404 alone and throw the rest` : 'Throw the failure on',
    safe: false,
    path: file.path,
    at: { start: returned.start, end: returned.end },
    intent: { kind: 'edits', edits },
  };
}

/** `const res = await fetch(…);`: its name and the offset behind the statement. */
function responseIn(block: readonly Stmt[], file: FileView, fn: number): { name: string; end: number } | undefined {
  for (const stmt of block) {
    if (
      stmt.kind !== 'let' ||
      stmt.target.kind !== 'name' ||
      stmt.value?.kind !== 'await' ||
      stmt.value.value.kind !== 'call'
    )
      continue;
    const callee = file.callee(fn, stmt.value.value);
    if (callee.kind === 'external' && callee.model?.returns?.name === 'Response')
      return { name: stmt.target.name, end: stmt.end + 1 };
  }
  return undefined;
}
