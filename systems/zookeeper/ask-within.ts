import { messageOf, type NodeAddress } from '../../harness/index.js';

/**
 * Asks a server within a bound.
 * @param ask is to end with an error once the signal is aborted.
 * @throws an Error that names the server and says why it gave no answer.
 */
export async function askWithin<Answer>(
  { name }: NodeAddress,
  bound_ms: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const signal = AbortSignal.timeout(bound_ms);
  try {
    return await ask(signal);
  } catch (thrown) {
    const why = signal.aborted
      ? `${name} did not answer within ${bound_ms} ms`
      : `${name}: ${messageOf(thrown)}`;
    throw new Error(why, { cause: thrown });
  }
}
