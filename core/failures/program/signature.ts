import type { Expr, FileIr, Stmt } from '../../syntax/ir/nodes.js';
import { digest } from '../../syntax/strings.js';
import { eachStmt } from '../walk.js';

/** What other files can see of a file's declarations, bodies and offsets left out: unchanged means that no link to it is another. */
export function signatureOf(ir: FileIr): string {
  const parts = {
    functions: ir.functions.map(
      ({ name, form, isAsync, isGenerator, parent, owner, params, returns, doc, hasBody, isHidden }) => [
        name,
        form,
        isAsync,
        isGenerator,
        parent,
        owner,
        params,
        returns,
        doc?.tags,
        hasBody,
        isHidden,
      ],
    ),
    classes: ir.classes,
    types: ir.types,
    // Findings about who implements them point at these places.
    promises: promisesOf(ir),
    constants: ir.functions[0]?.body.filter(stmt => stmt.kind === 'let'),
    // Members of what a function returns are called by others.
    returned: ir.functions.map(({ body }) => returnedObjects(body)),
  };
  return digest(
    JSON.stringify(parts, (key, value: unknown) =>
      key === 'start' || key === 'end' || key === 'nameStart' || key === 'nameEnd' ? undefined : value,
    ),
  );
}

function returnedObjects(body: readonly Stmt[]): readonly Expr[] {
  const found: Expr[] = [];
  eachStmt(body, stmt => {
    if (stmt.kind === 'return' && stmt.value?.kind === 'object') found.push(stmt.value);
  });
  return found;
}

/** Where members that others implement or override declare how they fail. */
function promisesOf({ functions, types }: FileIr): readonly number[] {
  const docs = [
    ...functions.map(({ owner, doc }) => (owner >= 0 ? doc : undefined)),
    ...types.flatMap(({ type }) => (type.kind === 'shape' ? type.properties.map(each => each.doc) : [])),
  ];
  return docs.flatMap(doc => (doc?.tags.some(tag => /^(throws|exception|rejects)$/.test(tag.name)) ? [doc.start] : []));
}
