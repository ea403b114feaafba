import type { Tool } from '../tool.js';
import { checkContent } from './check-content.js';
import { checkPlan } from './check-plan.js';
import { explainRule } from './explain-rule.js';
import { findReusable } from './find-reusable.js';
import { getFailures } from './get-failures.js';
import { getFix } from './get-fix.js';
import { getImpact } from './get-impact.js';
import { getRules } from './get-rules.js';
import { resolveImport } from './resolve-import.js';
import { verifyChanges } from './verify-changes.js';

/** All tools, in the order they are listed in. */
export const tools: readonly Tool[] = [
  getRules,
  checkPlan,
  checkContent,
  verifyChanges,
  findReusable,
  resolveImport,
  getFailures,
  getImpact,
  getFix,
  explainRule,
];
