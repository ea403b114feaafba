import { type TypeScript, typescript6 } from '../typescript6.js';
import type { Walk } from './drafts.js';
import type { ImportForm } from './facts.js';
import { flat } from './strings.js';

/** Adds `/// <reference path>` and `/// <reference types>`; `lib` and `no-default-lib` lead to no file of the workspace. */
export function addReferenceDirectives(walk: Walk): void {
  const { referencedFiles, typeReferenceDirectives } = walk.source;
  for (const reference of referencedFiles) add('reference-path', reference, walk);
  for (const reference of typeReferenceDirectives) add('reference-types', reference, walk);
}

function add(form: ImportForm, reference: TypeScript.FileReference, walk: Walk): void {
  const { pos, end, fileName, resolutionMode } = reference;
  const mode = resolutionMode === typescript6().ModuleKind.CommonJS ? 'require' : 'import';
  const start = walk.text.lastIndexOf('///', pos);
  const close = walk.text.indexOf('>', end);
  walk.imports.push({
    form,
    specifier: flat(fileName),
    text: flat(walk.text.slice(pos, end)),
    start: pos,
    end,
    statementStart: start < 0 ? pos : start,
    statementEnd: close < 0 ? end : close + 1,
    typeOnly: true,
    deferred: false,
    names: [],
    symbol: '',
    ...(resolutionMode === undefined ? {} : { resolutionMode: mode }),
    index: -1,
  });
}
