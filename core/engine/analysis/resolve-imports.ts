import type { FilePath } from '../../files/paths.js';
import { edgeTarget } from '../../graph/edge-target.js';
import type { Resolution, ResolutionRequest } from '../../resolve/resolution.js';
import type { Resolver } from '../../resolve/resolver.js';
import type { FileFacts, ImportFact } from '../../syntax/facts.js';
import type { FileTargets } from './state.js';

/** Resolves every import of a file. */
export function resolveImports(
  path: FilePath,
  facts: FileFacts,
  resolver: Resolver,
): readonly (Resolution | undefined)[] {
  return facts.imports.map(fact => {
    const request = requestFor(path, fact);
    return request && resolver.resolve(request);
  });
}

/** The question an import site asks; `undefined` where its specifier is not statically known. */
export function requestFor(from: FilePath, fact: ImportFact): ResolutionRequest | undefined {
  if (fact.specifier === undefined || fact.form === 'glob') return undefined;
  const request = { from, specifier: fact.specifier, mode: fact.resolutionMode ?? modeOf(fact) };
  if (isLiteral(fact)) return { ...request, literal: true };
  return isExplicit(fact) ? { ...request, explicit: true } : request;
}

/** The targets of a file under the ambient modules that the workspace declares. */
export function targetsOf(
  facts: FileFacts,
  resolutions: readonly (Resolution | undefined)[],
  ambient: (specifier: string) => boolean,
): FileTargets {
  return { resolutions, targets: facts.imports.map((fact, i) => edgeTarget(fact, resolutions[i], ambient)) };
}

function modeOf(fact: ImportFact): 'import' | 'require' {
  switch (fact.form) {
    case 'require':
    case 'require-resolve':
    case 'import-equals':
      return 'require';
    default:
      return 'import';
  }
}

/** `import()` is an ES import whatever the file compiles to; a plain `import` is what the format of the file makes of it. */
function isExplicit({ form, resolutionMode }: ImportFact): boolean {
  return resolutionMode !== undefined || form === 'dynamic-import' || form === 'meta-resolve';
}

/** URLs and paths are taken as they stand: no package lookup, no guessing of extensions. */
function isLiteral(fact: ImportFact): boolean {
  return fact.form === 'new-url' || fact.form === 'worker' || fact.form === 'reference-path';
}
