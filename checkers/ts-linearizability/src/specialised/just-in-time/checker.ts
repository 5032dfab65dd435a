import type {
  Control,
  Operation,
  SpecialisedChecker,
  SpecialisedVerdict,
  Value,
} from '../../types.js';
import { wordsFor } from '../words.js';
import {
  containerOperations,
  type Container,
  type ContainerOperations,
} from '../containers/operations.js';
import type { SearchContainer } from './search.js';
import { smallWitness } from './witness.js';

/** What is special about a kind of container. */
interface JustInTimeKind<Input> extends Container<Input> {
  /** Of the checker. */
  readonly name: string;
  /** Prepares the search of a history. */
  readonly prepare: (
    operations: readonly Operation<Input, Value>[],
    columns: ContainerOperations,
  ) => { readonly columns: ContainerOperations; readonly search: SearchContainer };
}

/**
 * A checker of containers that are empty at first, whose values may be the same and whose answers
 * are known. Time and memory grow with the number of operations, and steeply with how many are in
 * flight; beyond some bound it leaves a history undecided.
 */
export function justInTimeChecker<Input>(
  kind: JustInTimeKind<Input>,
): SpecialisedChecker<Input, Value> {
  return {
    name: kind.name,
    recognise(operations) {
      const columns = containerOperations(kind, operations);
      return typeof columns === 'string'
        ? { recognised: false, because: columns }
        : { recognised: true, check: (control) => judge(kind, operations, columns, control) };
    },
  };
}

function judge<Input>(
  kind: JustInTimeKind<Input>,
  operations: readonly Operation<Input, Value>[],
  read: ContainerOperations,
  control: Control,
): SpecialisedVerdict {
  const { columns, search } = kind.prepare(operations, read);
  const hasOpen = columns.return.includes(Infinity);
  const found = search(columns, 'once', control);
  if (found !== 'too-many' && 'order' in found) {
    return { verdict: 'ok', linearize: () => found.order };
  }
  const proven = hasOpen ? search(columns, 'unlimited', control) : found;
  if (proven === 'too-many' || 'order' in proven) {
    return { verdict: 'undecided', because: 'there are too many orders at the same time' };
  }
  const { witness, last } = smallWitness(columns, search, proven.stuckAt, control);
  const words = wordsFor(operations, kind.describe);
  return {
    verdict: 'illegal',
    witness,
    reason: `no order of the other operations lets ${words(last)} answer that`,
  };
}
