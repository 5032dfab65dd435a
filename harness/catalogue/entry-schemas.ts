import { z } from 'zod';

import type { Catalogue } from '../core/catalogue.js';
import { CLIENT_MODES } from '../core/client.js';
import { MIXES } from '../core/preset.js';
import { scenarioSchema } from '../core/scenario-schema.js';

const text = z.string().min(1);
const texts = z.array(text);
const options = z.record(z.string(), z.json());
const method = z.custom((value) => typeof value === 'function', 'a function');
const optionalMethod = method.optional();
/** A model that somebody names. */
const model = z.strictObject({ name: text, options });

/** Names stand in comma lists and in names of folders. */
const name = z.custom(
  (value) => typeof value === 'string' && /^[\p{L}\d][\p{L}\d._-]*$/u.test(value),
  'a name of letters, digits, dots, hyphens and underscores',
);

/** What every entry has. */
export const NAMED = z.looseObject({ name });

const preset = z.strictObject({
  name,
  summary: text,
  values: z.array(options).min(1).optional(),
  stopsWrites: z.literal(true).optional(),
  mixes: z.array(z.enum(MIXES.map((mix) => mix.name))).optional(),
});

/** Fields of an entry, with the names that the type has. Others are left alone. */
type Fields<Kind extends keyof Catalogue> = {
  readonly [Field in keyof Catalogue[Kind][number]]?: z.ZodType;
};

/** What an entry must be, by its kind. */
export const ENTRIES: Readonly<Record<keyof Catalogue, z.ZodType>> = {
  systems: z.looseObject({
    summary: text,
    runsOn: z.enum(['containers', 'hosts', 'in-process']),
    image: z.union([z.strictObject({ name: text }), z.strictObject({ folder: text })]).nullable(),
    defaultNodeCount: z.number().int().positive(),
    aliases: z.array(texts).optional(),
    client: z.looseObject({ open: method }),
    clientModes: z.array(z.enum(CLIENT_MODES)).min(1),
    capabilities: texts,
    roles: z
      .strictObject({
        takesWrites: texts,
        refusalCodes: texts,
        passesWritesOn: z.boolean().optional(),
      })
      .optional(),
    refusals: z.record(z.string(), text.optional()).optional(),
    defaults: options,
    refusalsWith: optionalMethod,
    changedSettings: optionalMethod,
    layout: optionalMethod,
    create: method,
  } satisfies Fields<'systems'>),
  workloads: z.looseObject({
    summary: text,
    invariant: text,
    dataType: z.looseObject({ name, operations: z.record(z.string(), z.looseObject({})) }),
    operations: texts.optional(),
    checkers: texts,
    model: model.optional(),
    defaults: options,
    main: method,
    final: method,
  } satisfies Fields<'workloads'>),
  checkers: z.looseObject({
    summary: text,
    dataTypes: texts.optional(),
    always: z.literal(true).optional(),
    byModel: z.literal(true).optional(),
    check: method,
  } satisfies Fields<'checkers'>),
  models: z.looseObject({ summary: text, ops: text } satisfies Fields<'models'>),
  faults: z.looseObject({
    summary: text,
    provenBy: text,
    needs: texts,
    kernel: texts.optional(),
    presets: z.array(preset).optional(),
    value: texts,
    fs: texts.min(1),
    overlap: method,
    scope: optionalMethod,
    validate: method,
    alsoNeeds: optionalMethod,
    refusal: optionalMethod,
    account: optionalMethod,
    create: method,
  } satisfies Fields<'faults'>),
  scenarios: scenarioSchema,
};
