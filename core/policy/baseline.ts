/** The baseline: findings that were there before the rules, and the ratchet that lets them only go. */
export type { Outgrown } from './baseline/cycles.js';
export { type Baseline, type BaselineEntry, entryOf } from './baseline/entry.js';
export { formatBaseline } from './baseline/format.js';
export { addedEntries, baselineOf, type GrowthQuestion, growthProblems, staleProblems } from './baseline/growth.js';
export {
  type BaselineIndex,
  type BaselineOutcome,
  indexBaseline,
  matchBaseline,
  matchFile,
  matchLeftovers,
} from './baseline/match.js';
export type { Moves } from './baseline/moves.js';
export type { Match } from './baseline/pairing.js';
export { type ParsedBaseline, parseBaseline } from './baseline/parse.js';
export { brokenRules, canBeBaselined, isGrandfatherable, membersOf, type Subject } from './baseline/subject.js';
export { type BaselineUpdate, type Growth, initialBaseline, updateBaseline } from './baseline/update.js';
