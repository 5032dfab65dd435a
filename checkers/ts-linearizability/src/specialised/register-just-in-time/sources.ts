import { Kind } from '../register/operations.js';
import type { Configuration } from './configuration.js';
import type { Moment } from './moment.js';

/**
 * What a configuration can write a value with, or nothing. Of writes that do the same the one that returns
 * first: whatever the others are placed as, they can be placed as each other. Optional ones come last.
 */
export function writeOf(
  moment: Moment,
  at: Configuration,
  value: number,
  hiddenOnly: boolean,
): number | undefined {
  const effect = moment.effects.writing(value);
  return effect === undefined ? undefined : sourceOf(moment, at, effect, hiddenOnly);
}

/** What a configuration can replace a value with: of cas that do the same the first to return. */
export function casOf(
  moment: Moment,
  at: Configuration,
  value: number,
  hiddenOnly: boolean,
): number[] {
  return moment
    .replacing(value)
    .flatMap((effect) => sourceOf(moment, at, effect, hiddenOnly) ?? []);
}

function sourceOf(
  moment: Moment,
  at: Configuration,
  effect: number,
  hiddenOnly: boolean,
): number | undefined {
  const isMeant = (operation: number): boolean => !hiddenOnly || moment.isHidden(at, operation);
  const first = moment.flight.first(
    effect,
    (operation) => moment.isFree(at, operation) && isMeant(operation),
  );
  const optional = first ?? moment.nextOptional(effect, at.spent);
  return first ?? (optional !== undefined && isMeant(optional) ? ~effect : undefined);
}

/** The values that something which is left in a configuration replaces. */
export function replaceable(moment: Moment, at: Configuration): Set<number> {
  const found = new Set<number>();
  if (moment.effects.hasReplacing) {
    for (const effect of moment.flight.kinds().optional) {
      if (!moment.effects.isWrite(effect)) {
        found.add(moment.effects.of(effect).from);
      }
    }
    for (const operation of moment.flight.returning) {
      if (moment.replaces(operation) && moment.isFree(at, operation)) {
        found.add(moment.columns.from[operation] as number);
      }
    }
  }
  return found;
}

/** The values that can be written. */
export function writable(moment: Moment, at: Configuration): Set<number> {
  const found = new Set<number>();
  for (const effect of moment.flight.kinds().optional) {
    if (moment.effects.isWrite(effect)) {
      found.add(moment.effects.of(effect).to);
    }
  }
  for (const operation of moment.flight.returning) {
    if (moment.columns.kind[operation] === Kind.write && moment.isFree(at, operation)) {
      found.add(moment.columns.value[operation] as number);
    }
  }
  return found;
}
