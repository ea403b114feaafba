import type { FileIr } from '../../syntax/ir/nodes.js';
import { digest } from '../../syntax/strings.js';

/** What other files can see of a file's declarations, bodies and offsets left out: unchanged means that no link to it is another. */
export function signatureOf(ir: FileIr): string {
  const parts = {
    functions: ir.functions.map(
      ({ name, form, isAsync, isGenerator, parent, owner, params, returns, doc, hasBody }) => [
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
      ],
    ),
    classes: ir.classes,
    types: ir.types,
    constants: ir.functions[0]?.body.filter(stmt => stmt.kind === 'let'),
  };
  return digest(
    JSON.stringify(parts, (key, value: unknown) =>
      key === 'start' || key === 'end' || key === 'nameStart' || key === 'nameEnd' ? undefined : value,
    ),
  );
}
