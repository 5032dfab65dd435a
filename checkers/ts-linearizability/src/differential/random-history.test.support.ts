import type { PlainOperation } from './brute-force.test.support.js';
import type { Random } from './random.test.support.js';
import type { Reference } from './reference.test.support.js';

/** What a random history is like. */
export interface Shape {
  readonly operations: number;
  readonly clients: number;
  readonly crashPercent: number;
  readonly corruptPercent: number;
  readonly unknownPercent: number;
  /** How many values there are, where a type has values: few come again and again, many now and then. */
  readonly values?: number;
}

/** A shape such that the brute-force checker can still judge the history. */
export function randomShape(random: Random): Shape {
  return {
    operations: 1 + random.below(11),
    clients: 1 + random.below(5),
    crashPercent: random.pick([0, 0, 15, 40]),
    corruptPercent: random.pick([0, 20, 40]),
    unknownPercent: random.pick([0, 0, 10]),
  };
}

/**
 * A longer history, with fewer open operations, and values of which none, few or all come again. What
 * engines leave for later, or forget, shows there.
 */
export function longShape(random: Random): Shape {
  return {
    operations: 12 + random.below(14),
    clients: 2 + random.below(3),
    crashPercent: random.pick([0, 0, 6]),
    corruptPercent: random.pick([0, 6, 12]),
    unknownPercent: random.pick([0, 0, 5]),
    values: random.pick([2, 5, 12, 40]),
  };
}

interface Running {
  readonly client: number;
  readonly input: unknown;
  readonly call: number;
  answer?: unknown;
  applied: boolean;
}

/**
 * Runs clients against the reference type, one event at a time in random order: call, take
 * effect, return; some never answer, some answers are made up. Now and then two events share
 * a time.
 */
export function randomHistory(type: Reference, random: Random, shape: Shape): PlainOperation[] {
  const running: Running[] = [];
  const history: (PlainOperation & { clientId: number })[] = [];
  let state = type.start;
  let time = 0;
  let called = 0;
  let clients = shape.clients;
  const apply = (operation: Running): void => {
    const [answer, next] = random.pick(type.apply(state, operation.input as never));
    operation.answer = answer;
    operation.applied = true;
    state = next;
  };
  while (called < shape.operations || running.length > 0) {
    time += random.chance(15) ? 0 : 1;
    const operation = running[random.below(clients)];
    if (operation === undefined) {
      if (called < shape.operations) {
        called++;
        running.push({
          client: called,
          input: type.input(random, shape.values),
          call: time,
          applied: false,
        });
      }
    } else if (!operation.applied && random.chance(60)) {
      apply(operation);
    } else if (random.chance(shape.crashPercent)) {
      running.splice(running.indexOf(operation), 1);
      const { client, input, call } = operation;
      history.push({ clientId: client, input, call, return: Infinity });
    } else {
      if (!operation.applied) {
        apply(operation);
      }
      running.splice(running.indexOf(operation), 1);
      const { client, input, call } = operation;
      const output = answerOf(type, random, shape, operation);
      history.push({ clientId: client, input, call, return: time, ...output });
    }
    clients = Math.max(1, shape.clients);
  }
  return shuffle(history, random);
}

function answerOf(
  type: Reference,
  random: Random,
  shape: Shape,
  operation: Running,
): { output?: unknown } {
  if (!type.answers(operation.input as never) || random.chance(shape.unknownPercent)) {
    return {};
  }
  if (random.chance(shape.corruptPercent) || operation.answer === 'lost') {
    return { output: type.corrupt(random, operation.input as never, shape.values) };
  }
  return { output: operation.answer };
}

function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}
