import { z } from 'zod';
import type { Skew } from '../../harness/core/capabilities.js';
import { InputError } from '../../harness/core/errors.js';
import type { Json } from '../../harness/core/json.js';
import { checkTarget } from '../target.js';
import { checkedValue } from '../value.js';

const schema = z.strictObject({
  /** A node, a role, or `all` nodes. */
  target: z.string().default('any'),
  offset_ms: z.number().int().default(0),
  rate: z.number().min(0.01).max(100).default(1),
});

/** What `start-clock` is told. */
export interface ClockIntent extends Skew {
  readonly target: string;
}

/** @throws InputError when the value makes no sense for these nodes, or changes nothing. */
export function clockIntent(value: Json | undefined, nodes: readonly string[]): ClockIntent {
  const f = 'start-clock';
  const intent = checkedValue(f, schema, value);
  if (intent.offset_ms === 0 && intent.rate === 1) {
    throw new InputError({
      code: 'E_FAULT_VALUE',
      expected: `${f} to change a clock`,
      actual: 'the offset is 0 and the rate is 1',
      advice: 'give an offset_ms (a jump) or a rate (a drift)',
    });
  }
  if (intent.target !== 'all') checkTarget(f, intent.target, nodes);
  return intent;
}
