/** The first policy of a repository, proposed from its imports (`lintel init`). */
export { type InferredPolicy, inferPolicy } from './inference/infer.js';
export type { InferenceInput } from './inference/input.js';
