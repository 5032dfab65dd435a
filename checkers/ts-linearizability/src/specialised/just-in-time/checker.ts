import type {
  Control,
  Item,
  Operation,
  SpecialisedChecker,
  SpecialisedVerdict,
  Value,
} from '../../types.js';
import { wordsFor, type DescribeOperation } from '../words.js';
import { containerOperations, type ContainerOperations } from './container-operations.js';
import type { Counting, Found } from './search.js';
import { smallWitness } from './witness.js';

/** Looks for a legal order of a container's operations. */
export type SearchContainer = (
  operations: ContainerOperations,
  counting: Counting,
  control: Control,
) => Found;

/** What is special about a kind of container. */
export interface JustInTimeKind<Input> {
  /** Of the checker. */
  readonly name: string;
  /** What the container is called. */
  readonly noun: string;
  /** How many elements it holds at first. */
  readonly initial: number;
  readonly elementPut: (input: Input) => Item | undefined;
  readonly describe: DescribeOperation<Input, Value>;
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
      if (kind.initial > 0) {
        return { recognised: false, because: `the ${kind.noun} is not empty at first` };
      }
      const columns = containerOperations(operations, kind.elementPut);
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
