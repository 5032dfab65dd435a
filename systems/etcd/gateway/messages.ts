import { z } from '../../../harness/index.js';

/** Bytes, as the gateway writes them. */
export function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decoded(bytes: string): string {
  return Buffer.from(bytes, 'base64').toString('utf8');
}

/** Numbers of 64 bits come as text, and zero is left out. */
const whole = z.string().default('0').transform(Number);
const bytes = z.string().default('').transform(decoded);

const header = z.object({ revision: whole, member_id: z.string().default('0') });

/** A key with its value. */
const pair = z
  .object({ key: bytes, value: bytes, create_revision: whole, mod_revision: whole })
  .transform(({ key, value, create_revision: created, mod_revision: modified }) => ({
    key,
    value,
    /** The revision at which the key came to be. */
    created,
    /** The revision that wrote it last. */
    modified,
  }));

export type Pair = z.output<typeof pair>;

const range = z.object({ kvs: z.array(pair).default([]), more: z.boolean().default(false) });

export const rangeAnswer = range.extend({ header });
export const putAnswer = z.object({ header });
export const transactionAnswer = z.object({
  header,
  succeeded: z.boolean().default(false),
  responses: z.array(z.object({ response_range: range.optional() })).default([]),
});
export const grantAnswer = z.object({ ID: z.string() });

/** One of the messages of a watch; its first one says that it was made. */
export const watchAnswer = z.object({
  created: z.boolean().default(false),
  canceled: z.boolean().default(false),
  cancel_reason: z.string().default(''),
  events: z.array(z.object({ kv: pair })).default([]),
});

/** What a member says of itself; its leader is missing while it knows none. */
export const statusAnswer = z.object({
  header,
  version: z.string(),
  leader: z.string().default('0'),
  raftTerm: whole,
});

export type Status = z.output<typeof statusAnswer>;
