import type { Kind, Kinds, ValueDomain } from '../generate/kinds.test.support.js';
import type { HistoryOf } from '../generate/history.test.support.js';
import { OBJECTS } from '../generate/objects.test.support.js';
import type { Random } from '../generate/random.test.support.js';
import type { Operation } from '../types.js';

/**
 * A random history of at most `most` operations, dense with ties: legal at first, then often
 * damaged in an answer or an interval, so that about half of them are illegal.
 */
export function smallHistory<K extends Kind>(kind: K, random: Random, most: number): HistoryOf<K> {
  const count = most - random.below(Math.max(1, most - 2));
  const domains: ValueDomain[] = ['unique', 'unique', 'unique', { size: 3 }];
  const object = OBJECTS[kind]({
    random,
    values: random.pick(domains),
    reads: random.pick([0.3, 0.5, 0.7]),
    readsOfAll: kind === 'set' ? random.pick([0, 0, 0.5]) : 0,
    appends: kind === 'key-value' ? random.pick([0, 0.5, 0.8]) : 0,
    keys: 1,
  });
  const span = random.pick([count, 2 * count, 4 * count]);
  const reach = random.pick([0, 1, 2, 3]);
  const points = Array.from({ length: count }, () => random.below(span)).sort((a, b) => a - b);
  const crashRate = random.pick([0, 0, 0.2, 0.5]);
  const unknownRate = random.pick([0, 0, 0, 0.2]);
  const history: HistoryOf<K> = points.map((point) => {
    const client = random.below(3);
    const input: Kinds[K]['input'] = object.next(client);
    const call = point - random.below(reach + 1);
    if (random.chance(crashRate)) {
      if (random.chance(0.5)) {
        object.apply(input, client);
      }
      return { input, call, return: Infinity };
    }
    const output = object.apply(input, client);
    const returned = point + random.below(reach + 1);
    return random.chance(unknownRate)
      ? { input, call, return: returned }
      : { input, output, call, return: returned };
  });
  const damages = random.pick([0, 1, 2, 3, 4]);
  for (let i = 0; i < damages; i++) {
    damage(history, random, span);
  }
  return shuffled(history, random);
}

function damage<Input, Output>(
  history: Operation<Input, Output>[],
  random: Random,
  span: number,
): void {
  const at = random.below(history.length);
  const operation = history[at] as Operation<Input, Output>;
  switch (random.below(5)) {
    case 0:
    case 1: {
      // The answer of another operation of the same kind is of the right type.
      const { output } = random.pick(
        history.filter(({ input }) => nameOf(input) === nameOf(operation.input)),
      );
      history[at] = output === undefined ? operation : { ...operation, output };
      break;
    }
    case 2: {
      const call = random.below(span);
      history[at] = { ...operation, call, return: Math.max(operation.return, call) };
      break;
    }
    case 3:
      history[at] = { ...operation, return: operation.call + random.below(3) };
      break;
    default: {
      const output = altered(operation.output, random);
      history[at] = output === undefined ? operation : { ...operation, output: output as Output };
    }
  }
}

/** What an operation is called. */
export function nameOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'f' in input ? input.f : undefined;
}

function altered(output: unknown, random: Random): unknown {
  if (typeof output === 'number') {
    return random.chance(0.2) ? null : output + random.pick([-1, 1, 2]);
  }
  if (typeof output === 'boolean') {
    return !output;
  }
  if (Array.isArray(output)) {
    return random.chance(0.5) ? output.slice(1) : output.concat([1 + random.below(4)]);
  }
  if (typeof output === 'object' && output !== null && 'seen' in output) {
    return random.pick<unknown>([true, false, { seen: 1 + random.below(4) }]);
  }
  return output;
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
