import type { z } from 'zod';
import type { Facet, Fault } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import { valueInWords } from '../frames/value-words.js';
import { checkedNoValue, checkedValue } from '../frames/value.js';
import {
  cutsClients,
  layoutProblem,
  neededFor,
  partitionIntent,
  type PartitionValue,
} from './partition-value.js';

type Planning = Pick<Fault, 'needs' | 'value' | 'fs' | 'validate' | 'alsoNeeds' | 'refusal'>;

/** What a partition takes and needs; what it does to the harness' own reach depends on the value. */
export function partitionOverlap(
  name: string,
  schema: z.ZodType<PartitionValue>,
  outlasts: readonly Facet[],
): Fault['overlap'] {
  const start = `start-${name}`;
  return (f, value) => ({
    disturbs:
      f === start && cutsClients(checkedValue(f, schema, value)) ? ['links', 'reach'] : ['links'],
    relies: ['node', 'links', 'reach'],
    outlasts,
  });
}

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
    validate(f, value, nodes) {
      if (f === start) partitionIntent(f, valueOf(f, value), nodes);
      else checkedNoValue(f, value);
    },
    alsoNeeds: (f, value, nodes) =>
      f === start ? neededFor(partitionIntent(f, valueOf(f, value), nodes)) : [],
    refusal: (f, value, layout) => (f === start ? layoutProblem(valueOf(f, value), layout) : null),
  };
}
