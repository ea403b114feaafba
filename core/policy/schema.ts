import { z } from 'zod';
import { external } from './schema/external.js';
import { failures } from './schema/failures.js';
import { constraint, layerSet, module, moduleNarrowing } from './schema/modules.js';
import { baseline, cycle, exception, rule } from './schema/rules.js';
import { apiReports, coverage, drift, governance, override, severities } from './schema/settings.js';
import { environments, resolution, sources } from './schema/sources.js';
import { section, severity } from './schema/words.js';

/** The version of the format that this program reads. */
export const policyVersion = 1;

/** Sections that are checked for form and not evaluated yet, in the order they are named in the coverage. */
export const inactiveSectionNames = ['apiReports', 'drift', 'leakedTypes'] as const;

/** `architecture.jsonc`: the source of its types, of the JSON Schema and of the docs. */
export const architectureSchema = section('The architecture of a repository, checked by Lintel.', {
  $schema: z.string().optional().describe('The JSON Schema of this file, for editors.'),
  version: z.literal(policyVersion).default(policyVersion).describe('The version of this format.'),
  sources: sources.optional(),
  resolution: resolution.optional(),
  layers: z.record(z.string().min(1), layerSet).optional().describe('Layer sets by name.'),
  modules: z.array(module).optional().describe('The modules. A source file that belongs to none is reported.'),
  constraints: z.array(constraint).optional().describe('Rules between tags.'),
  external: external.optional(),
  rules: z.array(rule).optional().describe('Named rules.'),
  cycles: z
    .array(cycle)
    .optional()
    .describe('Which cycles are reported. Missing: cycles of files by eager imports, as errors.'),
  laundering: severity
    .default('error')
    .describe('A symbol of a forbidden module that arrives through a permitted one.'),
  leakedTypes: severity.optional().describe('An exported function whose inferred type belongs to an internal module.'),
  apiReports: apiReports.optional(),
  exceptions: z.array(exception).optional().describe('Approved single dependencies with a reason and an end.'),
  baseline: baseline.optional(),
  coverage: coverage.optional(),
  severity: severities.optional(),
  overrides: z.array(override).optional().describe('Settings for some files, modules or a context.'),
  governance: governance.optional(),
  environments: environments.optional(),
  failures: failures.optional(),
  drift: drift.optional(),
});

/** `architecture.module.jsonc`. */
export const architectureModuleSchema = moduleNarrowing;

export type PolicyDocument = z.output<typeof architectureSchema>;
export type ModuleDocument = NonNullable<PolicyDocument['modules']>[number];
export type NarrowingDocument = z.output<typeof architectureModuleSchema>;
