import type { Tool } from '../tool.js';
import { checkContent } from './check-content.js';
import { checkPlan } from './check-plan.js';
import { getRules } from './get-rules.js';
import { resolveImport } from './resolve-import.js';

/** All tools, in the order they are listed in. */
export const tools: readonly Tool[] = [getRules, checkPlan, checkContent, resolveImport];
