import type { Checker } from '../core/checker.js';
import { methodsOf } from '../core/client-definition.js';
import { methodsFor, missingMethods } from '../core/client-fit.js';
import { InputError, UnsupportedError } from '../core/errors.js';
import { named } from '../core/named.js';
import type { TestPlan } from '../core/plan.js';
import type { SystemDefinition } from '../core/system.js';
import type { Workload } from '../core/workload.js';

/** What a plan names. */
export interface Parts {
  readonly system: SystemDefinition;
  readonly workload: Workload;
  /** All that there are. */
  readonly checkers: readonly Checker[];
}

/**
 * Refuses a test whose parts do not fit together.
 * @throws UnsupportedError where the system does not serve the workload or has no such clients.
 * @throws InputError where a checker is unknown or can't judge what the workload does.
 */
export function checkFit(
  { clientMode, checkers }: Pick<TestPlan, 'clientMode' | 'checkers'>,
  { system, workload, checkers: all }: Parts,
): void {
  const { dataType } = workload;
  const missing = missingMethods(system.client, dataType, workload.operations);
  if (missing.length > 0) {
    throw unfit(
      `a client of ${system.name} with ${listed(methodsFor(dataType).needed)}, which the workload ${workload.name} needs: it works on the data type "${dataType.name}"`,
      `it has ${listed(methodsOf(system.client))}; missing: ${missing.join(', ')}`,
      `choose another workload or another system (\`faultline list\`), or give the client ${missing.length === 1 ? 'this method' : 'these methods'}`,
      UnsupportedError,
    );
  }
  if (!system.clientModes.includes(clientMode)) {
    throw unfit(
      `clients that ${system.name} has: ${system.clientModes.join(', ')}`,
      clientMode,
      `use --clients ${system.clientModes[0]}, or leave it out`,
      UnsupportedError,
    );
  }
  for (const name of checkers) {
    const { dataTypes, byModel } = named(all, name, 'checker');
    if (byModel === true && workload.model === undefined) {
      throw unfit(
        `checkers that can judge what ${workload.name} does`,
        `${name} judges by a model, and ${workload.name} names none`,
        `use --checkers ${workload.checkers.join(',')}, or leave it out`,
      );
    }
    if (dataTypes?.includes(dataType.name) === false) {
      throw unfit(
        `checkers that can judge a ${dataType.name}, on which ${workload.name} works`,
        `${name} judges a ${dataTypes.join(' or a ')} only`,
        `use --checkers ${workload.checkers.join(',')}, or leave it out`,
      );
    }
  }
}

/** Names of methods in a sentence. */
function listed(names: readonly string[]): string {
  return names.length === 0 ? 'no methods for data' : names.join(', ');
}

function unfit(
  expected: string,
  actual: string,
  advice: string,
  Refusal: typeof InputError = InputError,
): InputError {
  return new Refusal({ code: 'E_FIT', expected, actual, advice });
}
