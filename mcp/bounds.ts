// The waits of calls that have an end: what asks for them with less patience than a client has comes in here.
export { comparedWith } from './answer/comparison.js';
export { toldAll } from './answer/told.js';
export { currentSnapshot } from './freshness.js';
