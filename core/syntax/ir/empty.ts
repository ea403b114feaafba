import type { FileIr } from './nodes.js';

/** A file in which nothing is evaluated. */
export const emptyIr: FileIr = { functions: [], classes: [], types: [], comments: [] };
