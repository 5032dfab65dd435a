import { ordered, type Reference } from './reference.test.support.js';

/** An operation as the brute-force checker takes it. */
export interface PlainOperation {
  readonly input: unknown;
  readonly output?: unknown;
  readonly call: number;
  readonly return: number;
}

/**
 * Linearizability by its definition: tries every order that respects the intervals and every
 * choice of optional operations. Only for a dozen operations or fewer. Shares no code with
 * the package.
 */
export function bruteForce(type: Reference, operations: readonly PlainOperation[]): boolean {
  const failed = new Set<string>();
  const attempt = (placed: number, state: string): boolean => {
    const open = operations.filter((_, i) => ((placed >> i) & 1) === 0);
    if (open.every((operation) => operation.return === Infinity)) {
      return true;
    }
    const key = `${placed} ${state}`;
    if (failed.has(key)) {
      return false;
    }
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i] as PlainOperation;
      const precedes = (other: PlainOperation) => other.return < operation.call;
      if (((placed >> i) & 1) === 0 && !open.some(precedes)) {
        for (const [answer, next] of type.apply(state, operation.input as never)) {
          if (agrees(type, operation, answer) && attempt(placed | (1 << i), next)) {
            return true;
          }
        }
      }
    }
    failed.add(key);
    return false;
  };
  return attempt(0, type.start);
}

function agrees(type: Reference, operation: PlainOperation, answer: unknown): boolean {
  const { output } = operation;
  if (output === undefined || !type.answers(operation.input as never)) {
    return true;
  }
  if (type.unordered === true && Array.isArray(output) && Array.isArray(answer)) {
    return JSON.stringify(ordered<unknown>(output)) === JSON.stringify(ordered<unknown>(answer));
  }
  if (Array.isArray(output) && Array.isArray(answer)) {
    return output.every(
      (part, i) => part === undefined || JSON.stringify(part) === JSON.stringify(answer[i]),
    );
  }
  return JSON.stringify(output) === JSON.stringify(answer);
}
