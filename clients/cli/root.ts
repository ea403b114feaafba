export {
  exists,
  findRoot,
  gitRootOf,
  isFolder,
  policyFileName,
  type Root,
  type RootReason,
} from '../../core/start.js';
