export type { Counts, Coverage, NotChecked, Report } from './engine/report.js';
export type { Draft, Finding, Fix, FixIntent, Related, Severity } from './rules/finding.js';
