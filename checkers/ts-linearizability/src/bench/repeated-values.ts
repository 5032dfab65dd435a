import type { History } from './benchmark-case.js';

/** A value after so many others is put in place of the one that was put. */
const APART = 5;

/** With so many values, evenly spread, each in place of one that was put soon after it. */
export function withTwice(count: number): (history: History) => History {
  return (history) => {
    if (count === 0) {
      return history;
    }
    const put = history.flatMap(({ input }) => input.value ?? input.to ?? []);
    const step = Math.floor(put.length / (count + 1));
    const instead = new Map<unknown, unknown>();
    for (let at = step; instead.size < count; at += step) {
      instead.set(put[at + APART], put[at]);
    }
    return history.filter(isNoFailedCas).map((operation) => {
      const { input, output } = operation;
      return {
        ...operation,
        input: renamed(input, instead) as typeof input,
        output: renamed(output, instead),
      };
    });
  };
}

/** With another name, what a cas saw may be what it expected. */
function isNoFailedCas({ input, output }: History[number]): boolean {
  return input.f !== 'cas' || output === true || output === undefined;
}

/** A value, or the fields of an input or of an output that says what was seen. */
function renamed(value: unknown, instead: ReadonlyMap<unknown, unknown>): unknown {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, its]) => [name, renamed(its, instead)]))
    : (instead.get(value) ?? value);
}

/** With a removal that found something at 95 % of the history, or later, and says that it did not. */
export function withFalseEmpty(history: History): History {
  const wrong = history.findIndex(
    ({ input, output }, at) =>
      at > 0.95 * history.length &&
      input.value === undefined &&
      output !== null &&
      output !== undefined,
  );
  return history.with(wrong, { ...(history[wrong] as History[number]), output: null });
}
