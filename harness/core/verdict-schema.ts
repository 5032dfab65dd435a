import { z } from 'zod';

const index = z.number().int().nonnegative();
const reference = z.strictObject({ op: index, words: z.string() });
const prose = z.union([z.string(), z.array(z.union([z.string(), reference]))]);
const cell = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.strictObject({ alarm: z.number() }),
  reference,
]);

const part = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: prose }),
  z.strictObject({ kind: z.literal('list'), items: z.array(prose) }),
  z.strictObject({
    kind: z.literal('table'),
    title: z.string(),
    columns: z.array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(['text', 'name', 'code', 'number']).optional(),
      }),
    ),
    rows: z.array(z.array(cell)),
  }),
  z.strictObject({ kind: z.literal('ops'), title: z.string(), ops: z.array(index) }),
]);

/** What a checker says, as far as reports and judgement rely on it: a checker may be written without types. */
export const verdictSchema = z.looseObject({
  checker: z.string(),
  outcome: z.enum(['valid', 'invalid', 'unknown']),
  reason: z.string(),
  anomalies: z.array(
    z.looseObject({ kind: z.string().min(1), ops: z.array(index), reason: z.string() }),
  ),
  details: z.looseObject({}),
  figures: z
    .array(z.strictObject({ name: z.string(), value: z.string(), alarm: z.boolean().optional() }))
    .optional(),
  lead: prose.optional(),
  sections: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        title: z.string().min(1),
        link: z.string().optional(),
        lead: prose.optional(),
        parts: z.array(part),
        brief: z.boolean().optional(),
      }),
    )
    .optional(),
});
