import { dirname, type FilePath } from '../files/paths.js';
import { nearest } from '../policy/nearest.js';
import { dialectOf } from '../syntax/parser.js';
import { isSettingFile } from './situation.js';
import type { Snapshot } from './snapshot.js';

/** What lies at a path, or would. Reasons are sentences for the user. */
export type Place =
  | { readonly kind: 'source' }
  | { readonly kind: 'folder' }
  /** The policy, the baseline, a manifest or compiler settings: findings may be about it. */
  | { readonly kind: 'setting' }
  /** Nothing is there; a file at this path would be analysed (a folder: may hold what is). `hint` names what is there. */
  | { readonly kind: 'free'; readonly hint: string }
  /** Not analysed, whatever it holds. */
  | { readonly kind: 'unanalysed'; readonly reason: string }
  | { readonly kind: 'outside'; readonly reason: string };

/** Says what lies at a path of the workspace. */
export function placeAt(snapshot: Snapshot, path: FilePath): Place {
  const { policy, graph } = snapshot;
  const { fs, rules, inventory } = snapshot.moment.situation;
  if (graph.has(path)) return { kind: 'source' };
  if (leavesRoot(snapshot, path))
    return { kind: 'outside', reason: `${path} leads out of the workspace through a symbolic link.` };
  if (snapshot.isFolderOfSource(path)) return { kind: 'folder' };
  if (path === policy.path || path === policy.baseline?.file || isSettingFile(path)) {
    if (fs.stat(path)?.kind === 'file') return { kind: 'setting' };
  }
  if (/(?:^|\/)node_modules(?:\/|$)/.test(path))
    return { kind: 'unanalysed', reason: `${path} is not analysed: node_modules holds installed packages.` };
  if (rules.isIgnored(path) || rules.isIgnored(path, 'directory'))
    return { kind: 'unanalysed', reason: `${path} is not analysed: git ignores it.` };
  const spelled = spelledOnDisk(snapshot, path);
  if (spelled !== path)
    return { kind: 'unanalysed', reason: `${path} is not there as it is spelled. Did you mean ${spelled}?` };
  const skipped = inventory.skipped.find(file => file.path === path);
  if (skipped) return { kind: 'unanalysed', reason: `${path} is not analysed: ${skipped.why}.` };
  const stat = fs.stat(path);
  if (stat === undefined) return { kind: 'free', hint: whatIsThere(snapshot, path) };
  if (stat.kind === 'directory')
    return { kind: 'unanalysed', reason: `${path} is a folder without analysed source files.` };
  if (dialectOf(path) === undefined)
    return { kind: 'unanalysed', reason: `${path} is no TypeScript or JavaScript source.` };
  return { kind: 'unanalysed', reason: `${path} is not analysed: sources in ${policy.path} leave it out.` };
}

/** Follows links: what is there must lie inside, and of what is not there the deepest folder that is. */
function leavesRoot(snapshot: Snapshot, path: FilePath): boolean {
  const { fs } = snapshot.moment.situation;
  for (let at = path; at !== ''; at = dirname(at)) if (fs.stat(at) !== undefined) return fs.realPath(at) === undefined;
  return false;
}

/** The path with the upper and lower case that what exists of it has on the disk: elsewhere the same letters are another file. */
function spelledOnDisk({ moment }: Snapshot, path: FilePath): FilePath {
  const { fs } = moment.situation;
  const segments = path.split('/');
  let at = '';
  for (const [i, segment] of segments.entries()) {
    const names = fs.list(at).map(({ name }) => name);
    const name = names.includes(segment) ? segment : names.find(each => each.toLowerCase() === segment.toLowerCase());
    if (name === undefined) return [...(at === '' ? [] : [at]), ...segments.slice(i)].join('/');
    at = at === '' ? name : `${at}/${name}`;
  }
  return at;
}

const shownNames = 6;

/** `Did you mean …?`, else what the deepest folder that exists holds. */
function whatIsThere({ graph, moment }: Snapshot, path: FilePath): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const sameName = graph.files.filter(file => file.endsWith(`/${name}`) || file === name);
  const near = sameName.length > 0 ? sameName[0] : nearest(path, graph.files);
  if (near !== undefined) return `Did you mean ${near}?`;
  let folder = dirname(path);
  while (folder !== '' && moment.situation.fs.stat(folder)?.kind !== 'directory') folder = dirname(folder);
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = new Set<string>();
  for (const file of graph.files) {
    if (file.startsWith(prefix)) names.add(file.slice(prefix.length).replace(/\/.*$/, '/'));
  }
  const shown = [...names].slice(0, shownNames).join(', ');
  const more = names.size > shownNames ? ` and ${names.size - shownNames} more` : '';
  return names.size === 0 ? '' : `${folder === '' ? 'The root' : folder} holds ${shown}${more}.`;
}
