// The lightest door of the core: what a command needs to know where it is, before it needs an engine or asks one in another
// process. An agent waits for `lintel hook` before each write: nothing here may load more than the standard modules of files.
export { buildId } from './engine/warm/build-id.js';
export { exists, findRoot, gitRootOf, isFolder, policyFileName, type Root, type RootReason } from './files/root.js';
export { defaultCacheFolder } from './host/cache-folder.js';
export { type ParsedPatch, parsePatch } from './proposals/patch-envelope.js';
