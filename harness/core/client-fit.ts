import { methodOf, type ClientDefinition } from './client-definition.js';
import type { DataType } from './data-type.js';

/** The operations of a data type that a client has the methods for. */
export function servedOperations(
  client: ClientDefinition,
  dataType: DataType,
): ReadonlySet<string> {
  const served = Object.entries(dataType.operations).filter(([, { needs }]) =>
    needs.every((name) => methodOf(client, name) !== undefined),
  );
  return new Set(served.map(([f]) => f));
}

/** The methods that every client of a data type has, and those that it may have besides. */
export function methodsFor(dataType: DataType): {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
} {
  const of = (optional: boolean): string[] =>
    Object.values(dataType.operations)
      .filter((operation) => (operation.optional === true) === optional)
      .flatMap(({ needs }) => needs);
  const needed = [...new Set(of(false))];
  return { needed, optional: [...new Set(of(true))].filter((name) => !needed.includes(name)) };
}

/**
 * The methods that a client would have to have to be tested with a data type; none where it fits.
 * @param operations those that a workload insists on, where it does with less or more than all that are
 *   not optional.
 */
export function missingMethods(
  client: ClientDefinition,
  dataType: DataType,
  operations?: readonly string[],
): readonly string[] {
  const needed =
    operations === undefined
      ? methodsFor(dataType).needed
      : operations.flatMap((f) => dataType.operations[f]?.needs ?? []);
  return [...new Set(needed)].filter((name) => methodOf(client, name) === undefined);
}
