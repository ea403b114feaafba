import { z } from 'zod';
import { section } from '../../policy/schema/words.js';
import { callEffects, failureChannels, failureClasses } from '../classes.js';
import { callMarks } from './model.js';

const failureClass = z.enum(failureClasses).describe('What kind of failure it is.');
const channel = z.enum(failureChannels).describe('How the failure arrives.');
const discriminant = z.union([z.string(), z.number(), z.boolean()]);
const argument = z.int().min(0).describe('Which argument, from 0.');
const name = z
  .string()
  .min(1)
  .regex(/^[^\s#]+$/, { error: 'a name has neither blanks nor `#`' });
const names = z.union([name, z.array(name).min(1)]);
const when = z.string().min(1).describe('The condition, in words.');
const retryable = z.enum(['yes', 'no', 'unknown']).describe('Whether the same call may succeed a moment later.');

const mode = section('One way to fail.', {
  class: failureClass,
  channel: channel.optional(),
  type: z.string().min(1).default('Error').describe('The class of the error at run time.'),
  discriminants: z
    .record(z.string().min(1), discriminant)
    .default({})
    .describe('Paths into the error and their values.'),
  retryable: retryable.optional().describe('Missing: what the class suggests.'),
  when: when.optional(),
});

const expansion = section('Modes written out from a table: one for each code.', {
  expand: z.enum(['errno', 'httpStatus', 'sqlState', 'error']).describe('The table, or the classes of an error type.'),
  type: z.string().min(1).default('Error').describe('The class of the error at run time.'),
  path: z.string().min(1).optional().describe('Where the error has the code. Missing: `code`, or `status`.'),
  codes: z.array(z.string().min(1)).min(1).optional().describe('Only these codes.'),
  channel: channel.optional(),
  when: when.optional(),
});

const modeItem = z.union([z.string().min(1).describe('The name of a set.'), expansion, mode]);
const modes = z.array(modeItem).describe('Ways to fail: modes, names of `sets`, or expansions of a table.');

const argumentPath = section('A member of an argument.', {
  argument,
  path: z.string().default('').describe('Members, with dots. Missing: the argument itself.'),
});

const resource = section('It has to be given back.', {
  release: z.array(name).min(1).describe('Methods that give it back.'),
  autoDispose: z.boolean().default(false).describe('Whether `using` does.'),
});

const invoke = section('A function that is handed over.', {
  argument: z
    .union([argument, z.enum(['last', 'functions'])])
    .describe('Which argument; `functions`: each one that is a function.'),
  path: z.string().default('').describe('The member of that argument which is the function.'),
  how: z
    .enum(['sync', 'async', 'awaited', 'discarded'])
    .describe(
      '`sync`: during the call, its promise is part of the value. `async`: into the returned promise. `awaited`: a framework takes the failure. `discarded`: nobody does.',
    ),
  thrown: z.enum(['caller', 'returned', 'handled', 'uncaught']).optional(),
  rejected: z.enum(['returned', 'handled', 'unhandled']).optional(),
});

const timeout = z.union([
  z.enum(['none', 'default']),
  section('The limit and where it is set.', {
    initially: z.enum(['none', 'default']).default('none'),
    milliseconds: z.number().positive().optional(),
    options: z.array(argumentPath).default([]),
  }),
]);

const entry = section('A function, method or constructor.', {
  name: names.describe('The exported name, `Class.method`, or a list of names that behave alike.'),
  aliases: z.array(z.string().min(1)).default([]).describe('Other places of it: `Name`, or `package#Name`.'),
  new: z.boolean().default(false).describe('It is a constructor.'),
  async: z.boolean().optional().describe('It gives a promise. Missing: whether the channel is `reject`.'),
  channel: channel.default('throw'),
  modes: modes.default([]),
  effect: z.enum(callEffects).optional().describe('What it does to the world.'),
  effectBy: section('What decides the effect of a call.', {
    kind: z.enum(['http-method', 'sql', 'command']),
    argument,
    path: z.string().default(''),
    default: z.string().optional().describe('What is meant when the argument is missing.'),
  }).optional(),
  remote: z.boolean().default(false).describe('It crosses the network.'),
  timeout: timeout.optional(),
  abortable: argumentPath.optional().describe('Where it takes an AbortSignal.'),
  returns: z.string().min(1).optional().describe('The type of its value: `Type`, or `package#Type`.'),
  missing: z.enum(['null', 'undefined']).optional().describe('What it gives where nothing is found.'),
  emits: z.array(z.string().min(1)).default([]).describe('Events by which what it returns tells of failures.'),
  resource: resource.optional(),
  invokes: z.array(invoke).default([]),
  httpStatus: z.enum(['resolves', 'rejects']).optional().describe('What an answer of 4xx or 5xx is.'),
  retries: section('Attempts that it repeats by itself.', {
    initially: z.int().min(0),
    option: argumentPath.optional(),
  }).optional(),
  idempotencyKey: argumentPath.optional(),
  combinator: z.enum(['all', 'allSettled', 'any', 'race']).optional(),
  marks: z.array(z.enum(callMarks)).default([]),
});

const type = section('A type whose members are modelled.', {
  extends: z
    .union([z.string().min(1), z.array(z.string().min(1))])
    .default([])
    .describe('`Type`, or `package#Type`.'),
  emits: z.record(z.string().min(1), modes).default({}).describe('Failures by event name.'),
  unheard: z.enum(['crash', 'reported', 'silent']).optional().describe('What becomes of an `error` nobody listens to.'),
  resource: resource.optional(),
  status: section('An answer whose status has to be read.', {
    checks: z.array(name),
    consumes: z.array(name),
  }).optional(),
});

const error = section('An error class.', {
  extends: z.string().min(1).default('Error'),
  class: failureClass.default('unknown'),
  by: z
    .array(
      section('A member that decides.', {
        path: z.string().min(1),
        table: z.enum(['errno', 'httpStatus', 'sqlState']).optional(),
        classes: z.record(z.string().min(1), failureClass).default({}),
      }),
    )
    .default([]),
});

/** One file of a model pack. */
export const modelFile = section('What the calls of a package do.', {
  package: names.describe('The package; `lib` for what needs no import; `@scope/name-*` for a family.'),
  versions: z
    .string()
    .regex(/^(\*|(>=|<)\d+(\.\d+){0,2}( (>=|<)\d+(\.\d+){0,2})*)$/, {
      error: 'expected `*`, or bounds such as `>=4 <5`',
    })
    .default('*')
    .describe('Versions it holds for.'),
  checkedAgainst: z.string().min(1).optional().describe('The version it was checked against.'),
  aliases: z
    .array(section('Another door to all entries of the file.', { package: name, prefix: z.string().default('') }))
    .default([]),
  total: z
    .array(name)
    .default([])
    .describe('Names without failures but bugs: `name`, `Class.*`, or `*` for all that has no entry.'),
  sets: z.record(z.string().min(1), modes).default({}).describe('Modes by name, for use in `modes`.'),
  entries: z.array(entry).default([]),
  types: z.record(name, type).default({}),
  errors: z.record(name, error).default({}),
});

export type ModelFile = z.output<typeof modelFile>;
export type EntryText = ModelFile['entries'][number];
export type ModeItem = z.output<typeof modeItem>;
