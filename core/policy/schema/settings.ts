import { z } from 'zod';
import { overrideExternal } from './external.js';
import { context, globs, moduleSelector, section, severity } from './words.js';

export const severities = z
  .record(z.string().min(1), severity)
  .describe(
    'Severity by rule id or family: `{ "arch/cycle": "warning", "remote/*": "off" }`. An id stands over a family.',
  );

export const coverage = section('How loud it is when something was not checked.', {
  unassigned: severity
    .optional()
    .describe('A source file that belongs to no module. Missing: `error` once modules are declared.'),
  unresolved: severity.default('error').describe('An import that resolves nowhere.'),
  unknownTarget: severity.default('warning').describe('An import whose specifier is not statically known.'),
  vacuous: severity.default('error').describe('A selector of this file that matches nothing.'),
  staleException: severity.default('error').describe('An exception that no finding needs.'),
  staleBaseline: severity.default('error').describe('A baseline entry that no finding matches.'),
  unusedPermission: severity.default('warning').describe('A `dependsOn` entry that no import uses.'),
});

export const governance = section('Who may change the policy, and how.', {
  policyFiles: z
    .array(z.string().min(1))
    .optional()
    .describe('Files that are policy. Missing: this file, `architecture.module.jsonc` files and the baseline.'),
  widening: section('A change that permits what was not permitted at the base revision.', {
    severity: severity.default('error'),
    approvers: z
      .union([z.literal('targetOwner'), z.array(z.string().min(1)).min(1)])
      .default('targetOwner')
      .describe('Who approves: the owner of the module that becomes reachable, or the people listed.'),
  }).optional(),
  inlineIgnores: z
    .enum(['allowed', 'forbidden'])
    .default('allowed')
    .describe('Whether `lintel-ignore-next-line` comments count.'),
  newDependency: z
    .enum(['deny', 'ask'])
    .default('deny')
    .describe('What a hook does with a forbidden new dependency: deny it, or ask the person.'),
  hookOnFailure: z.enum(['allow', 'deny']).default('allow').describe('What a hook answers when it fails itself.'),
  behaviour: z
    .enum(['tell', 'require'])
    .default('tell')
    .describe('Whether the hook at the end of a turn asks for `review/behaviour-changed` to be cleared.'),
});

export const override = section(
  'Settings for some files, modules or a context; later entries stand over earlier ones.',
  {
    when: section('What it applies to; all conditions must hold.', {
      files: globs.optional(),
      modules: z
        .union([moduleSelector, z.array(moduleSelector).min(1)])
        .optional()
        .describe('Importing modules.'),
      context: context.optional(),
    }),
    severity: severities.optional(),
    allow: section('What is permitted besides.', {
      deepImport: z
        .enum(['sameModule', 'any'])
        .optional()
        .describe(
          'Imports past entry points: into its own module with what is nested in it or around it, or anywhere.',
        ),
      dependsOn: z
        .array(moduleSelector)
        .min(1)
        .optional()
        .describe(
          'Modules that may be imported besides those of `dependsOn`, whatever their layer: support for tests, configuration.',
        ),
      mock: z
        .enum(['asImport'])
        .optional()
        .describe('`asImport`: a mock is judged as an import in the context `test`.'),
    }).optional(),
    external: overrideExternal.optional(),
  },
);

export const apiReports = section('Reports of what each module publishes.', {
  reports: z.string().min(1).optional().describe('The folder of the reports, one per entry point or interface.'),
  modules: z.array(moduleSelector).optional().describe('Modules with a report.'),
  onBreaking: severity.default('error').describe('A change that can break a consumer.'),
  onAddition: severity.default('information').describe('A change that only adds.'),
});

export const drift = section('Code against the intended structure.', {
  divergence: severity.default('error').describe('A dependency that nobody intended.'),
  absence: severity.default('information').describe('An intended dependency that is not there.'),
});
