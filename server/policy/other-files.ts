import { findNodeAtLocation, type JSONPath } from 'jsonc-parser';
import type { FilePath, Span } from '../../core/index.js';
import type { View } from '../project.js';
import { allStrings, type PolicyText, readPolicyText } from './document.js';
import { moduleIn } from './roles.js';

/** A place in a file beside the policy. */
export interface OtherPlace {
  readonly path: FilePath;
  readonly span: Span;
}

/** Where the files that belong to the policy name a module: those beside modules that narrow it, and the baseline. */
export function moduleNamesElsewhere({ snapshot }: View, id: string): readonly OtherPlace[] {
  const { baseline } = snapshot.policy;
  const files: readonly (readonly [FilePath, Names])[] = [
    ...snapshot.narrowingFiles.map(path => [path, namesInNarrowing] as const),
    ...(baseline ? [[baseline.file, namesInBaseline] as const] : []),
  ];
  return files.flatMap(([path, isName]) => {
    const document = readPolicyText(snapshot.text(path) ?? '');
    return allStrings(document).flatMap(({ value, path: location, isKey, span }) => {
      const names = !isKey && isName(location, document) && moduleIn(value, each => each === id) === id;
      return names ? [{ path, span: { start: span.start, end: span.start + id.length } }] : [];
    });
  });
}

/** Whether the string at a location of the document names a module, alone or with one of its interfaces. */
type Names = (location: JSONPath, document: PolicyText) => boolean;

const namesInNarrowing: Names = location => /^(dependsOn\/\d+(\/to)?|visibility(\/\d+)?)$/.test(location.join('/'));

const namesInBaseline: Names = (location, { root }) => {
  const [list, index, key] = location;
  if (list !== 'entries' || typeof index !== 'number' || !root) return false;
  if (key === 'module') return location.length === 3;
  // The members of a cycle of files or packages are no modules.
  return key === 'members' && findNodeAtLocation(root, [list, index, 'scope'])?.value === 'module';
};
