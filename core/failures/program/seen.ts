import { digest } from '../../syntax/strings.js';
import type { Member } from './member.js';

/** What others see of a file: equal as long as no link to it can come out otherwise. `''` where there is none. */
export function seenOf(member: Pick<Member, 'unit' | 'targets' | 'signature'> | undefined): string {
  return member ? `${member.signature} ${member.unit.facts.surfaceDigest} ${targetId(member.targets)}` : '';
}

const ids = new WeakMap<object, string>();

/** Where the imports of a file lead, as text: every text of the file has a record of its own. */
function targetId(targets: object): string {
  let id = ids.get(targets);
  if (id === undefined) {
    id = digest(JSON.stringify(targets));
    ids.set(targets, id);
  }
  return id;
}
