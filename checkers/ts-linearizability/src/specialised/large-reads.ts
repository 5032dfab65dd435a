import { distinct } from '../history/columns.js';
import type { SetInput, SetOutput } from '../models/inputs.js';
import type { Operation } from '../types.js';
import { valueKey } from '../values/key.js';
import type { DescribeOperation } from './words.js';

/** What reads of a set saw beyond this is neither named in a reason nor are its adds in a witness. */
const MOST_VALUES = 64;

/** Words for operations of a set: of a read that saw many values only how many. */
export function shortened<Input, Output>(
  describe: DescribeOperation<Input, Output>,
): DescribeOperation<Input, Output> {
  return (input, output) =>
    Array.isArray(output) && output.length > MOST_VALUES
      ? `a read of ${output.length} values`
      : describe(input, output);
}

/** Operations of a set, with the adds of what reads among them saw, as long as that is not much. Ascending. */
export function withAdds(
  operations: readonly Operation<SetInput, SetOutput>[],
  witness: readonly number[],
): number[] {
  const seen = witness.flatMap((at) => {
    const { input, output } = operations[at] ?? {};
    return input?.f === 'read' && typeof output === 'object' ? output : [];
  });
  if (seen.length === 0 || seen.length > MOST_VALUES) {
    return distinct(witness);
  }
  const keys = new Set(seen.map(valueKey));
  const adds = operations.flatMap(({ input, output }, at) =>
    input.f === 'add' && output !== false && keys.has(valueKey(input.value)) ? [at] : [],
  );
  return distinct([...witness, ...adds]);
}
