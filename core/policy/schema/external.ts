import { z } from 'zod';
import { because, moduleSelector, packagePattern, section, severity } from './words.js';

const deny = section('A package that nobody may import, the modules of `except` aside.', {
  package: z
    .union([packagePattern, z.array(packagePattern).min(1)])
    .describe('The package, a pattern or a group; several in a list.'),
  except: z.array(moduleSelector).optional().describe('Modules (their nested modules included) that may.'),
  because: because.optional(),
  suggest: z.string().min(1).optional().describe('What to import instead.'),
});

const allow = z
  .array(packagePattern)
  .optional()
  .describe('Packages and groups that may be imported. An empty list allows nothing, Node built-ins included.');

export const external = section('Policy for packages and Node built-ins.', {
  groups: z
    .record(z.string().min(1), z.array(packagePattern))
    .optional()
    .describe('Named lists of packages, used as `vendor:http` in `allow`, `deny` and rules.'),
  allow: allow.describe(
    'Packages that every module may import unless it has an `allow` of its own. Missing: all that are not denied.',
  ),
  deny: z.array(deny).optional().describe('Packages nobody may import; stands over every `allow`.'),
  undeclared: severity
    .default('error')
    .describe('A package that neither the nearest `package.json` nor one above it declares.'),
  devInProduction: severity
    .default('error')
    .describe('A development dependency that production code needs when it runs.'),
});

export const moduleExternal = section('Packages of this module; inherited by nested modules.', {
  allow: allow.describe(
    'Replaces the global list for this module. An empty list allows nothing, Node built-ins included.',
  ),
  deny: z.array(deny).optional().describe('Packages this module may not import, besides those denied everywhere.'),
});

export const overrideExternal = section('Packages allowed besides.', {
  allow: allow.describe('Packages allowed in addition to the list that applies.'),
});
