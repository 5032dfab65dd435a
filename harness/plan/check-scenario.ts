import { InputError } from '../core/errors.js';
import { EXPECTATIONS, type Scenario } from '../core/scenario.js';
import { listInWords } from '../core/words.js';

/**
 * Refuses a scenario whose claim could not be judged.
 * @throws InputError
 */
export function checkScenario({ name, expectation, bound, plan }: Scenario): void {
  if (!EXPECTATIONS.includes(expectation)) {
    throw wrong(
      `the scenario ${name} to expect ${EXPECTATIONS.join(', ')}`,
      `it expects ${JSON.stringify(expectation)}`,
    );
  }
  if (expectation !== 'BOUNDED') return;
  if (bound === undefined) {
    throw wrong(
      `a bound in the scenario ${name}, which expects BOUNDED`,
      'it has none',
      "give one: bound: { checker: 'lost-writes', figure: 'counts.lost', atMost: 100 }",
    );
  }
  const limits = [bound.atMost, bound.atLeast].filter((limit) => limit !== undefined);
  if (limits.length === 0 || limits.some((limit) => !Number.isFinite(limit))) {
    throw wrong(`a number in atMost or atLeast of the bound of ${name}`, 'there is none');
  }
  if (!plan.checkers.includes(bound.checker)) {
    throw wrong(
      `the bound of ${name} to be about a checker of its plan: ${listInWords(plan.checkers)}`,
      `it is about ${bound.checker}`,
    );
  }
}

function wrong(expected: string, actual: string, advice = 'correct the scenario'): InputError {
  return new InputError({ code: 'E_SCENARIO', expected, actual, advice });
}
