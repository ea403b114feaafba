import type { FailureMode } from '../../failures/contract.js';
import type { Exit } from '../../failures/policy/boundaries.js';
import type { FileView } from '../../failures/view.js';
import { eachStmt } from '../../failures/walk.js';
import type { Stmt } from '../../syntax/ir/nodes.js';
import { spanOf } from '../draft.js';
import type { Fix } from '../finding.js';

/**
 * Wraps the body of a function in a handler with a branch for each error class and a `throw` for the rest. Only where the
 * function returns nothing and every class can be named in the file: elsewhere what to answer has to be decided first.
 */
export function handlerSkeleton(
  file: FileView,
  { ref, boundary }: Exit,
  modes: readonly FailureMode[],
): Fix | undefined {
  const ir = ref.path === file.path ? file.ir.functions[ref.index] : undefined;
  const [first] = ir?.body ?? [];
  const last = ir?.body.at(-1);
  if (!ir || !first || !last || last.end >= ir.end || isSettled(ir.body)) return undefined;
  // A declarator starts behind its keyword.
  const start = first.kind === 'let' ? first.start - first.keyword.length - 1 : first.start;
  const types = [...new Map(modes.map(mode => [mode.type, mode])).values()];
  if (types.some(({ type, typeSymbol }) => typeSymbol === undefined || file.binding(ref.index, type) === undefined))
    return undefined;
  const branches = types.map(
    ({ type, class: failure }) =>
      `  if (err instanceof ${type}) {\n    // answer ${failure} for the boundary ${boundary.id} here\n    return;\n  }\n`,
  );
  return {
    title: 'Handle each class here and throw the rest',
    safe: false,
    path: file.path,
    at: { start, end: start },
    intent: {
      kind: 'edits',
      edits: [
        { span: { start, end: start }, text: 'try {\n  ' },
        { span: { start, end: last.end }, text: '', placed: 'indented' },
        {
          span: spanOf(last),
          text: `} catch (err) {\n${branches.join('')}  throw err;\n}`,
          placed: 'statement-behind',
        },
      ],
    },
  };
}

/** Whether some statement returns a value, or the body has a handler of its own. */
function isSettled(body: readonly Stmt[]): boolean {
  let found = false;
  eachStmt(body, stmt => {
    found ||= stmt.kind === 'try' || (stmt.kind === 'return' && stmt.value !== undefined);
  });
  return found;
}
