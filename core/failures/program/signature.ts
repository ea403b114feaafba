import type { FileFacts } from '../../syntax/facts.js';
import type { FileIr } from '../../syntax/ir/nodes.js';
import { digest } from '../../syntax/strings.js';
import { seenInBodies } from './seen-in-bodies.js';

/**
 * What other files can see of a file's declarations and, where they look into them, its bodies, offsets left out: unchanged
 * means that no link to it is another, and nothing else that is read of it.
 */
export function signatureOf(ir: FileIr, { imports }: Pick<FileFacts, 'imports'>): string {
  const parts = {
    imports: imports.map(({ form, specifier, names }) => [
      form,
      specifier,
      names.map(({ imported, local }) => [imported, local]),
    ]),
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
    bodies: seenInBodies(ir),
  };
  return digest(
    JSON.stringify(parts, (key, value: unknown) =>
      key === 'start' || key === 'end' || key === 'nameStart' || key === 'nameEnd' ? undefined : value,
    ),
  );
}

/** Where members that others implement or override declare how they fail. */
function promisesOf({ functions, types }: FileIr): readonly number[] {
  const docs = [
    ...functions.map(({ owner, doc }) => (owner >= 0 ? doc : undefined)),
    ...types.flatMap(({ type }) => (type.kind === 'shape' ? type.properties.map(each => each.doc) : [])),
  ];
  return docs.flatMap(doc => (doc?.tags.some(tag => /^(throws|exception|rejects)$/.test(tag.name)) ? [doc.start] : []));
}
