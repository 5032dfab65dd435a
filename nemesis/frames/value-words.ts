import { z } from 'zod';

/** What a JSON schema says of one field, as far as values of faults have it. */
interface FieldSchema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
}

/** JavaScript's largest whole numbers, which zod writes for numbers without a bound. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

function kindOf(schema: FieldSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.items !== undefined) return `a list of: ${kindOf(schema.items)}`;
  const { minimum, maximum, pattern } = schema;
  const from = minimum === undefined || minimum <= -UNBOUNDED ? '' : ` from ${minimum}`;
  const to = maximum === undefined || maximum >= UNBOUNDED ? '' : ` to ${maximum}`;
  const like = pattern === undefined ? '' : ` like /${pattern}/`;
  const name = schema.type === 'integer' ? 'a whole number' : `a ${schema.type ?? 'value'}`;
  return `${name}${from}${to}${like}`;
}

/**
 * The fields of a fault's value, one a line: `percent: a number from 5 to 80`. A field that is
 * described by itself is told so.
 * @param target what a field of that name may be.
 */
export function valueInWords(schema: z.ZodType, target = 'a node or a role'): readonly string[] {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const required = new Set(whole.required);
  return Object.entries(whole.properties ?? {}).map(([name, field]) => {
    const of = field as FieldSchema;
    const absent = required.has(name)
      ? ''
      : of.default === undefined
        ? '; may be absent'
        : `; ${JSON.stringify(of.default)} when absent`;
    const kind = of.description ?? (name === 'target' ? target : kindOf(of));
    return `${name}: ${kind}${absent}`;
  });
}
