import type { z } from 'zod';
import type { Fault } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import { valueInWords } from '../value-words.js';
import { checkedNoValue, checkedValue } from '../value.js';
import {
  cutsClients,
  layoutProblem,
  neededFor,
  partitionIntent,
  type PartitionValue,
} from './partition-value.js';

type Planning = Pick<
  Fault,
  'needs' | 'value' | 'fs' | 'overlap' | 'validate' | 'alsoNeeds' | 'refusal'
>;

/**
 * What planning asks of a fault that is a partition from its `start-` to its `stop-`.
 * @param schema of the value of its `start-`.
 */
export function partitionPlanning(name: string, schema: z.ZodType<PartitionValue>): Planning {
  const start = `start-${name}`;
  const valueOf = (f: string, value: Json | undefined): PartitionValue =>
    checkedValue(f, schema, value);
  return {
    needs: ['links'],
    value: valueInWords(schema),
    fs: [start, `stop-${name}`],
    overlap: (f, value) => ({
      disturbs: f === start && cutsClients(valueOf(f, value)) ? ['links', 'reach'] : ['links'],
      relies: ['node', 'links', 'reach'],
    }),
    validate(f, value, nodes) {
      if (f === start) partitionIntent(f, valueOf(f, value), nodes);
      else checkedNoValue(f, value);
    },
    alsoNeeds: (f, value, nodes) =>
      f === start ? neededFor(partitionIntent(f, valueOf(f, value), nodes)) : [],
    refusal: (f, value, layout) => (f === start ? layoutProblem(valueOf(f, value), layout) : null),
  };
}
