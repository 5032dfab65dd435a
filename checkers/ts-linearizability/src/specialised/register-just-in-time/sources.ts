import { Kind } from '../register/operations.js';
import type { Configuration } from './configuration.js';
import type { Moment } from './moment.js';

/**
 * What a configuration can write a value with, or nothing. Of writes that do the same the one that returns
 * first: whatever the others are placed as, they can be placed as each other.
 */
export function writeOf(
  moment: Moment,
  at: Configuration,
  value: number,
  hiddenOnly: boolean,
): number | undefined {
  const { kind, value: values } = moment.columns;
  let first: number | undefined;
  for (const operation of moment.inFlight) {
    if (
      values[operation] === value &&
      kind[operation] === Kind.write &&
      moment.isFree(at, operation) &&
      (!hiddenOnly || moment.isHidden(at, operation)) &&
      (first === undefined || isOverBefore(moment, operation, first))
    ) {
      first = operation;
    }
  }
  const group = moment.optional.writeOf(value);
  return first ?? (group !== undefined && isLeft(moment, at, group, hiddenOnly) ? ~group : first);
}

/** What a configuration can replace a value with: of cas that do the same the first to return. */
export function casOf(
  moment: Moment,
  at: Configuration,
  value: number,
  hiddenOnly: boolean,
): number[] {
  const found: number[] = [];
  if (!moment.hasCas) {
    return found;
  }
  const { kind, value: values, from } = moment.columns;
  const { isBinding } = moment.terms;
  for (const operation of moment.inFlight) {
    if (
      moment.replaces(operation) &&
      from[operation] === value &&
      moment.isFree(at, operation) &&
      (!hiddenOnly || moment.isHidden(at, operation))
    ) {
      const twin = found.findIndex(
        (other) =>
          values[other] === values[operation] &&
          kind[other] === kind[operation] &&
          isBinding?.[other] === isBinding?.[operation],
      );
      if (twin < 0) {
        found.push(operation);
      } else if (isOverBefore(moment, operation, found[twin] as number)) {
        found[twin] = operation;
      }
    }
  }
  for (const group of moment.optional.casOf(value)) {
    const to = moment.optional.valueOf(group);
    const isNeeded = !found.some((other) => values[other] === to && kind[other] === Kind.cas);
    if (isNeeded && isLeft(moment, at, group, hiddenOnly)) {
      found.push(~group);
    }
  }
  return found;
}

/** The values that something which is left in a configuration replaces. */
export function replaceable(moment: Moment, at: Configuration): Set<number> {
  const found = new Set(moment.optional.replaced());
  if (moment.hasCas) {
    for (const operation of moment.inFlight) {
      if (moment.replaces(operation) && moment.isFree(at, operation)) {
        found.add(moment.columns.from[operation] as number);
      }
    }
  }
  return found;
}

/** The values that can be written. */
export function writable(moment: Moment, at: Configuration): Set<number> {
  const found = new Set(moment.optional.written());
  for (const operation of moment.inFlight) {
    if (moment.columns.kind[operation] === Kind.write && moment.isFree(at, operation)) {
      found.add(moment.columns.value[operation] as number);
    }
  }
  return found;
}

/** Whether there is one more of a group. */
function isLeft(moment: Moment, at: Configuration, group: number, hiddenOnly: boolean): boolean {
  const next = moment.optional.nextOf(group, at);
  return next !== undefined && (!hiddenOnly || moment.isHidden(at, next));
}

function isOverBefore(moment: Moment, a: number, b: number): boolean {
  return (moment.timeline.returned[a] as number) < (moment.timeline.returned[b] as number);
}
