import type { BehaviourDelta, FilePath, Snapshot } from '../../../core/index.js';
import { plural } from '../../words.js';
import type { Line } from './line.js';

/** Words that a lens has room for. */
const mostChanges = 2;

/** Above each function that does something else than at the base under the same signature: what its callers see now. */
export function changeLines(delta: BehaviourDelta, snapshot: Snapshot, path: FilePath): readonly Line[] {
  if (delta.status !== 'checked') return [];
  const starts = snapshot.lineStarts(path);
  return delta.functions
    .filter(changed => changed.path === path)
    .map(({ line, changes, callers }) => {
      const says = [...new Set(changes.map(each => each.says))];
      const more = says.length > mostChanges ? `; ${says.length - mostChanges} more` : '';
      const broken = callers.filter(({ isBroken }) => isBroken).length;
      const who =
        callers.length === 0
          ? 'no caller in this workspace'
          : `${plural(callers.length, 'caller')}${broken > 0 ? `, ${broken} not prepared for it` : ''}`;
      const title = `callers now see: ${says.slice(0, mostChanges).join('; ')}${more} (${who})`;
      return { offset: starts[line - 1] ?? 0, title };
    });
}
