import type { FilePath } from '../../files/paths.js';
import type { FailureView, FunctionRef } from '../view.js';
import { shapeOf } from './shape.js';

/** A function of the head, and whether the change touches it. */
interface Twin {
  readonly path: FilePath;
  readonly isChanged: boolean;
}

/**
 * Finds, for functions of the head, the original that they are a copy of: a function of the same name and body in a file whose
 * path ends alike, as build output that is committed has. Of two that the change touches both, one is the original.
 */
export function copyFinder(
  head: FailureView,
  paths: readonly FilePath[],
  isChanged: (ref: FunctionRef) => boolean,
): (ref: FunctionRef) => FilePath | undefined {
  let byTail: Map<string, FilePath[]> | undefined;
  const alike = (path: FilePath): readonly FilePath[] => {
    if (!byTail) {
      byTail = new Map();
      for (const each of paths) {
        const list = byTail.get(tailOf(each));
        if (list) list.push(each);
        else byTail.set(tailOf(each), [each]);
      }
    }
    return byTail.get(tailOf(path)) ?? [];
  };
  const twins = ({ path, index }: FunctionRef): readonly Twin[] => {
    const ir = head.file(path)?.ir;
    const fn = ir?.functions[index];
    if (!ir || !fn || index === 0) return [];
    const shape = shapeOf(ir, index);
    return alike(path).flatMap(other => {
      const there = other === path ? undefined : head.file(other);
      const at = there?.ir.functions.findIndex(({ name }) => name === fn.name) ?? -1;
      if (!there || at <= 0 || shapeOf(there.ir, at) !== shape) return [];
      return [{ path: other, isChanged: isChanged({ path: other, index: at }) }];
    });
  };
  return ref => {
    const found = twins(ref);
    const settled = found.find(each => !each.isChanged);
    if (settled) return settled.path;
    const first = found.find(each => comesFirst(each.path, ref.path));
    return first?.path;
  };
}

/** The last two names of a path; the file alone where it stands in a folder at the top. */
function tailOf(path: FilePath): string {
  const names = path.split('/');
  return names.length === 2 ? names[1]! : names.slice(-2).join('/');
}

const output = /(^|[/_-])(dist|build|out|lib|vendor|generated)\//;

function comesFirst(a: FilePath, b: FilePath): boolean {
  const [isOutputA, isOutputB] = [output.test(a), output.test(b)];
  return isOutputA === isOutputB ? a < b : isOutputB;
}
