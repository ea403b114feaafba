import { hostResident } from '../../clients/cli/resident/host.js';
import { hostWorkspace } from '../../clients/cli/resident/host-workspace.js';
import { meetingPlace } from '../../clients/cli/resident/place.js';
import { hostResidents, openWorkspace } from '../../core/index.js';

/** A server as far as hooks see it: keeps the workspace of a root and hosts its engine until it is ended. Run from `dist`. */
const [root = '', kind] = process.argv.slice(2);
if (kind === 'place') {
  process.stdout.write(`${JSON.stringify(meetingPlace(root))}\n`, () => process.exit());
} else if (kind === 'broken') {
  const broken = () => Promise.reject(new Error('broken'));
  const { settled } = hostResident(root, { checkEdits: broken, verifyChanges: broken, brief: broken });
  process.stdout.write(`${await settled}\n`);
} else {
  let residency: ReturnType<typeof hostWorkspace> | undefined;
  hostResidents(kept => {
    residency = hostWorkspace(kept);
    return residency;
  });
  const workspace = await openWorkspace({ root, resident: true });
  process.stdout.write(`${await (residency as { settled?: Promise<string> }).settled}\n`);
  // A line `path<TAB>text` lays a buffer over the disk, as an editor does.
  process.stdin.setEncoding('utf8').on('data', line => {
    const [path = '', text = ''] = String(line).trimEnd().split('\t');
    void workspace.apply([{ path, text }]).then(() => process.stdout.write('laid\n'));
  });
}
setInterval(() => {}, 60_000);
