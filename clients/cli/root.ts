export { exists, findRoot, gitRootOf, isFolder, type Root, type RootReason } from '../../core/recall.js';
