import { posix, win32 } from 'node:path';
import type { FilePath } from './paths.js';

/** A path as a person, an editor or an agent wrote it, turned into one of the workspace. */
export type InputPath =
  | { readonly ok: true; readonly path: FilePath }
  /** The message is a sentence for the user. */
  | { readonly ok: false; readonly message: string };

export interface InputPathContext {
  /** The absolute workspace root. */
  readonly root: string;
  /** Other absolute spellings of the root, such as its real path behind symbolic links. */
  readonly rootAliases?: readonly string[];
  /** The absolute folder that relative inputs start from. Default: the root. */
  readonly cwd?: string;
  /** Decides about drive letters, UNC paths and letter case. */
  readonly platform: NodeJS.Platform;
}

/**
 * Turns user input into a path relative to the root: relative to `cwd`, absolute, or a `file:` URL; with slashes or
 * backslashes, drive letters, `.` and `..`, slashes at the end. Looks at no disk: the path need not exist.
 */
export function toFilePath(input: string, context: InputPathContext): InputPath {
  if (input.trim() === '') return refused('The path is empty. Name a file or folder of the workspace.');
  if (input.includes('\0')) return refused('The path contains a NUL character. Check how it was passed.');
  const local = /^file:/i.test(input) ? fromFileUrl(input, context.platform) : { ok: true as const, path: input };
  if (!local.ok) return local;
  const isWindows = context.platform === 'win32';
  if (!isWindows && /^[A-Za-z]:[\\/]|^\\\\/.test(local.path)) {
    return refused(`${input} is a Windows path, but this is not Windows. Write it relative to the workspace root.`);
  }
  const rules = isWindows ? win32 : posix;
  const written = isWindows ? withoutLongPathPrefix(local.path) : local.path.replaceAll('\\', '/');
  // `C:a.ts` means the current folder of drive C, which is not known here.
  if (isWindows && /^[A-Za-z]:(?![\\/])/.test(written)) {
    return refused(`${input} names a drive but no folder. Write the path in full or relative to the workspace root.`);
  }
  const absolute = rules.resolve(context.cwd ?? context.root, written);
  for (const root of [context.root, ...(context.rootAliases ?? [])]) {
    const path = below(rules.resolve(root), absolute, isWindows);
    if (path !== undefined) return { ok: true, path };
  }
  return refused(
    `${input} lies outside of the workspace. Name a file below the workspace root, or pass another --root.`,
  );
}

/** The rest of a path below a root with `/` separators; Windows ignores the case of the root, the rest keeps its own. */
function below(root: string, absolute: string, isWindows: boolean): FilePath | undefined {
  const [base, path] = isWindows ? [root.replaceAll('\\', '/'), absolute.replaceAll('\\', '/')] : [root, absolute];
  const prefix = base.endsWith('/') ? base : `${base}/`;
  const same = (a: string, b: string): boolean => (isWindows ? a.toLowerCase() === b.toLowerCase() : a === b);
  if (same(path, base) || same(`${path}/`, prefix)) return '';
  if (!same(path.slice(0, prefix.length), prefix)) return undefined;
  return path.slice(prefix.length).replace(/\/+$/, '');
}

/** `fileURLToPath` for a platform that is passed in, answering where that one throws. */
function fromFileUrl(input: string, platform: NodeJS.Platform): InputPath {
  const parts = /^file:(?:\/\/([^/?#]*))?([^?#]*)/i.exec(input);
  const host = parts?.[1] ?? '';
  let path: string;
  try {
    if (/%2f/i.test(parts?.[2] ?? '')) return refused(`${input} contains an encoded slash. Write the slash itself.`);
    path = decodeURIComponent(parts?.[2] ?? '');
  } catch {
    return refused(
      `${input} is not a valid file URL: a % is not followed by two hexadecimal digits of UTF-8. Write it as %25.`,
    );
  }
  if (!path.startsWith('/')) return refused(`${input} is not a valid file URL. Write file:///absolute/path.`);
  const isLocal = host === '' || host.toLowerCase() === 'localhost';
  if (platform === 'win32') {
    if (!isLocal) return { ok: true, path: `\\\\${host}${path.replaceAll('/', '\\')}` };
    if (/^\/[A-Za-z]:/.test(path)) return { ok: true, path: path.slice(1) };
    return refused(`${input} names no drive. Write file:///C:/path.`);
  }
  return isLocal ? { ok: true, path } : refused(`${input} names the host ${host}. Only local files can be read.`);
}

function withoutLongPathPrefix(path: string): string {
  if (/^\\\\\?\\UNC\\/i.test(path)) return `\\\\${path.slice(8)}`;
  return path.startsWith('\\\\?\\') ? path.slice(4) : path;
}

function refused(message: string): InputPath {
  return { ok: false, message };
}
