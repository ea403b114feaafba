import { readFileSync, realpathSync } from 'node:fs';

/**
 * What a process does with files and sockets, noted by itself: an import for its command line that wraps Node's own
 * functions before anything else is loaded. Threads inherit it. Looking whether a path is
 * there, and for the names in a folder, is not noted.
 */
const noting = `
import fs from 'node:fs';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
const append = fs.appendFileSync, file = process.env.LINTEL_TOUCHED;
let isNoting = false;
const note = (kind, path) => {
  if (isNoting) return;
  isNoting = true;
  try { append(file, JSON.stringify([kind, String(path)]) + '\\n'); } finally { isNoting = false; }
};
const wrap = (of, name, kind) => {
  const original = of[name];
  of[name] = function (path, ...rest) { note(typeof kind === 'string' ? kind : kind(...rest), path); return original.call(this, path, ...rest); };
};
const isWrite = flags => (typeof flags === 'string' ? /[wa+]/.test(flags) : ((flags ?? 0) & 3) !== 0) ? 'write' : 'read';
for (const name of ['openSync', 'open']) wrap(fs, name, isWrite);
wrap(fs.promises, 'open', isWrite);
for (const name of ['readFileSync', 'readFile', 'createReadStream']) wrap(fs, name, 'read');
wrap(fs.promises, 'readFile', 'read');
for (const name of ['writeFileSync', 'writeFile', 'appendFileSync', 'mkdirSync', 'mkdir', 'mkdtempSync', 'renameSync', 'rename', 'rmSync', 'unlinkSync', 'createWriteStream']) wrap(fs, name, 'write');
for (const name of ['writeFile', 'mkdir', 'rename', 'rm', 'unlink', 'appendFile']) wrap(fs.promises, name, 'write');
const where = of => typeof of === 'object' && of !== null ? of.path ?? of.port : of;
for (const name of ['connect', 'createConnection']) { const original = net[name]; net[name] = function (...args) { note('socket', where(args[0])); return original.apply(this, args); }; }
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) { note('socket', where(args[0])); return listen.apply(this, args); };
syncBuiltinESMExports();
`;

/** The arguments of node that make it note what it touches, to be put before the script. */
export const notingArguments = ['--import', `data:text/javascript,${encodeURIComponent(noting)}`];

export interface Touched {
  readonly kind: 'read' | 'write' | 'socket';
  /** Where links lead, as far as it is still there; or a port. */
  readonly path: string;
}

/** What was noted in the file that `LINTEL_TOUCHED` named. */
export function touchedIn(file: string): readonly Touched[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [kind, path] = JSON.parse(line) as [Touched['kind'], string];
      return { kind, path: kind === 'read' ? realPath(path) : path };
    });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
