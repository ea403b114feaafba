import { z } from 'zod';
import { moduleExternal } from './external.js';
import { because, context, date, globs, kinds, moduleSelector, section } from './words.js';

export const layerSet = section('A set of layers.', {
  order: z
    .array(z.string().min(1))
    .min(1)
    .describe('Names of the layers, top to bottom. A dependency goes down or stays.'),
  layering: z
    .enum(['relaxed', 'strict'])
    .default('relaxed')
    .describe('`relaxed`: to any lower layer. `strict`: only to the next one.'),
});

const layerOf = z
  .union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))])
  .describe('A layer by name, looked up in every set, or `{ set: layer }`.');

const dependencyTarget = z
  .string()
  .min(1)
  .describe('A module (its entry points), `module::interface`, `tag:dimension:value`, or `*`.');

export const dependsOn = z
  .array(
    z.union([
      dependencyTarget,
      section('A permission for some kinds of dependency.', {
        to: dependencyTarget,
        kinds: kinds.optional(),
        because: because.optional(),
      }),
    ]),
  )
  .describe(
    'What this module may depend on; whatever is not listed is denied. Missing: inherited from the module it is nested in; at the top nothing, constraints aside.',
  );

export const visibility = z
  .union([z.enum(['public', 'siblings', 'private']), z.array(moduleSelector)])
  .describe(
    'Who may import this module: `public` (all, the default), `siblings` (modules nested in the same one, and that one), `private` (the module it is nested in and everything nested there), or a list of modules and tags.',
  );

const exposed = z
  .string()
  .min(1)
  .describe('A file or glob relative to the module (or to the root); `file#Name` exposes one exported name of it.');

export const entryPoints = z
  .array(exposed)
  .describe('Files that others import. Missing: every file is public to those who may depend on the module.');

const moduleInterface = section('A named way into the module, asked for as `module::name`.', {
  expose: z.array(exposed).min(1).describe('Files, globs and names of this interface.'),
  visibleTo: z
    .array(moduleSelector)
    .optional()
    .describe('Modules and tags that may use it. Missing: whoever may see the module.'),
  layer: layerOf.optional().describe('A layer of its own: an interface implemented from below (dependency inversion).'),
  contexts: z.array(context).min(1).optional().describe('`["test"]`: only test code (mocks included) may use it.'),
  because: because.optional(),
});

const lifecycle = section('How long the module is meant to live.', {
  state: z
    .enum(['active', 'deprecated', 'temporary'])
    .describe('`deprecated` and `temporary`: new dependencies on the module are reported.'),
  until: date.optional().describe('Past this day every dependency on the module is reported.'),
  replacement: z.string().min(1).optional().describe('What to depend on instead: a module id or words.'),
  because: because.optional(),
});

export const module = section('A unit of the code base: the files that one decision is about.', {
  id: z
    .string()
    .min(1)
    .regex(/^(?!tag:|external:)[^\s*#:]+$/, {
      error: 'a module id has no white space, `*`, `#` or `:`',
    })
    .describe('The name of the module, unique. `{capture}` stands for what the same capture matches in `path`.'),
  path: globs.describe(
    'Folders, files or globs of the module. `{name}` captures (part of) one segment: the entry expands to one module per match. A file belongs to the most specific path; equal specificity is an error.',
  ),
  layer: layerOf.optional().describe('Its layer, inherited in every set where it names none.'),
  tags: z
    .array(
      z
        .string()
        .min(1)
        .regex(/^[^\s*]+$/, { error: 'a tag has no white space and no `*`' }),
    )
    .optional()
    .describe('Tags `dimension:value` for constraints, visibility and rules. Not inherited.'),
  owner: z.string().min(1).optional().describe('Who approves dependencies on it: `@team` or `@person`. Inherited.'),
  dependsOn: dependsOn.optional(),
  entryPoints: entryPoints.optional(),
  interfaces: z
    .record(z.string().min(1), moduleInterface)
    .optional()
    .describe('Named interfaces besides the entry points.'),
  visibility: visibility.optional(),
  external: moduleExternal.optional(),
  lifecycle: lifecycle.optional(),
  because: because.optional(),
});

export const constraint = section('A rule between tags, in addition to `dependsOn`.', {
  from: z.string().min(1).describe('Importers: `tag:dimension:*`, a module id, or `*`.'),
  to: z.string().min(1).describe('Targets: `tag:dimension:*`, a module id, or `*`.'),
  allow: z
    .union([z.literal('sameValue'), z.array(z.string().min(1))])
    .describe('`sameValue`: what `*` matches must be equal on both sides. Else the targets allowed: tags and modules.'),
  except: z
    .array(z.string().min(1))
    .optional()
    .describe('Targets the constraint leaves alone: modules, `module::interface`, tags.'),
  because: because.optional(),
});

/** What `architecture.module.jsonc` beside a module may hold: everything there only narrows. */
export const moduleNarrowing = section(
  'Narrows the policy of the module whose folder this file lies in. It may only take away what architecture.jsonc permits.',
  {
    $schema: z.string().optional().describe('The JSON Schema of this file, for editors.'),
    version: z.number().int().min(1).default(1).describe('The version of this format: 1.'),
    dependsOn: dependsOn.optional().describe("What remains of the module's `dependsOn`."),
    entryPoints: entryPoints.optional().describe("What remains of the module's entry points."),
    visibility: visibility.optional().describe('Who of those who may import the module still may.'),
    external: section('Packages of this module.', {
      allow: z.array(z.string().min(1)).optional().describe('What remains of the packages allowed to the module.'),
    }).optional(),
    because: because.optional(),
  },
);
