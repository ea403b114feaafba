import type { TypeScript } from '../typescript6.js';
import type { ImportDraft, NameDraft, Walk } from './drafts.js';
import type { ImportForm } from './facts.js';
import { flat, folded } from './strings.js';
import { literalText } from './syntax-nodes.js';

type Optional = Partial<
  Pick<
    ImportDraft,
    | 'names'
    | 'typeOnly'
    | 'typeByNames'
    | 'deferred'
    | 'resolutionMode'
    | 'attributeType'
    | 'specifier'
    | 'pattern'
    | 'except'
  >
>;

/** Adds an import site to the walk. `specifier` is where the target is written, `statement` the whole declaration or call. */
export function addImport(
  walk: Walk,
  form: ImportForm,
  specifier: TypeScript.Node,
  statement: TypeScript.Node,
  rest: Optional & { readonly symbol?: string } = {},
): ImportDraft {
  const start = specifier.getStart(walk.source);
  const draft: ImportDraft = {
    form,
    specifierNode: specifier,
    specifier: literalText(specifier),
    text: folded(walk.text.slice(start, specifier.end)),
    start,
    end: specifier.end,
    statementStart: statement.getStart(walk.source),
    statementEnd: statement.end,
    typeOnly: walk.ambientDepth > 0 && form !== 'augmentation' ? isErasedInAmbient(form) : false,
    deferred: false,
    names: [],
    symbol: walk.symbol,
    index: -1,
    ...rest,
  };
  if (draft.specifier !== undefined) draft.specifier = flat(draft.specifier);
  walk.imports.push(draft);
  return draft;
}

/** A declaration inside `declare` is never evaluated, whatever its form. */
function isErasedInAmbient(form: ImportForm): boolean {
  return form === 'import' || form === 'import-equals' || form === 'export-from' || form === 'export-star';
}

/** A name taken from the target; `node` is where it is written. */
export function nameDraft(
  walk: Walk,
  imported: string,
  local: string,
  node: TypeScript.Node,
  rest: { readonly typeOnly?: boolean; readonly use?: number } = {},
): NameDraft {
  return {
    imported: flat(imported),
    local: flat(local),
    typeOnly: rest.typeOnly ?? false,
    start: node.getStart(walk.source),
    end: node.end,
    use: rest.use ?? 0,
    members: imported === '*' ? new Set() : undefined,
  };
}

/** `resolution-mode` and `type` of `with { … }` (or the older `assert { … }`). */
export function attributesOf(
  attributes: TypeScript.ImportAttributes | undefined,
): Pick<Optional, 'resolutionMode' | 'attributeType'> {
  const found: { resolutionMode?: 'import' | 'require'; attributeType?: string } = {};
  for (const { name, value } of attributes?.elements ?? []) {
    const text = literalText(value);
    if (name.text === 'resolution-mode' && (text === 'import' || text === 'require')) found.resolutionMode = text;
    if (name.text === 'type' && text !== undefined) found.attributeType = flat(text);
  }
  return found;
}
