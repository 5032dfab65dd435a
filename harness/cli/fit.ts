import { InputError } from '../core/errors.js';
import type { TestPlan } from '../core/plan.js';
import type { SystemDefinition } from '../core/system.js';
import type { Workload } from '../core/workload.js';
import { checkers as all } from './catalogue.js';
import { named } from './nearest.js';

/**
 * Refuses a test whose parts do not fit together.
 * @throws InputError where the system does not serve the workload or has no such clients, or where
 *   a checker is unknown or can't judge what the workload does.
 */
export function checkFit(
  system: SystemDefinition,
  workload: Workload,
  { clientMode, checkers }: Pick<TestPlan, 'clientMode' | 'checkers'>,
): void {
  const { dataType } = workload;
  if (!system.dataTypes.includes(dataType)) {
    throw unfit(
      `a workload on ${system.dataTypes.join(' or ')}, which ${system.name} serves`,
      `${workload.name} needs a ${dataType}`,
      'choose another workload or another system: `faultline list`',
    );
  }
  if (!system.clientModes.includes(clientMode)) {
    throw unfit(
      `clients that ${system.name} has: ${system.clientModes.join(', ')}`,
      clientMode,
      `use --clients ${system.clientModes[0]}, or leave it out`,
    );
  }
  for (const name of checkers) {
    const { dataTypes } = named(all, name, 'checker');
    if (dataTypes?.includes(dataType) === false) {
      throw unfit(
        `checkers that can judge a ${dataType}, on which ${workload.name} works`,
        `${name} judges a ${dataTypes.join(' or a ')} only`,
        `use --checkers ${workload.checkers.join(',')}, or leave it out`,
      );
    }
  }
}

function unfit(expected: string, actual: string, advice: string): InputError {
  return new InputError({ code: 'E_FIT', expected, actual, advice });
}
