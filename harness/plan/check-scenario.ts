import { InputError } from '../core/errors.js';
import type { TestPlan } from '../core/plan.js';
import type { Scenario } from '../core/scenario.js';
import { scenarioSchema } from '../core/scenario-schema.js';
import { checkShape } from '../core/shape.js';
import { listInWords } from '../core/words.js';

/**
 * Refuses a scenario whose claim could not be judged.
 * @throws InputError
 */
export function checkScenario(scenario: Scenario): void {
  const { name, expectation, bound } = scenario;
  checkShape(scenarioSchema, scenario, { code: 'E_SCENARIO', place: `the scenario ${name}` });
  if (expectation !== 'BOUNDED') return;
  if (bound === undefined) {
    throw wrong(
      `a bound in the scenario ${name}, which expects BOUNDED`,
      'it has none',
      "give one: bound: { checker: 'lost-writes', figure: 'counts.lost', atMost: 100 }",
    );
  }
  if (bound.atMost === undefined && bound.atLeast === undefined) {
    throw wrong(`a number in atMost or atLeast of the bound of ${name}`, 'there is none');
  }
}

/**
 * Refuses a bound on what no checker of the plan tells.
 * @throws InputError
 */
export function checkBound({ name, bound }: Scenario, { checkers }: TestPlan): void {
  if (bound === undefined || checkers.includes(bound.checker)) return;
  throw wrong(
    `the bound of ${name} to be about a checker of its plan: ${listInWords(checkers)}`,
    `it is about ${bound.checker}`,
  );
}

function wrong(expected: string, actual: string, advice = 'correct the scenario'): InputError {
  return new InputError({ code: 'E_SCENARIO', expected, actual, advice });
}
