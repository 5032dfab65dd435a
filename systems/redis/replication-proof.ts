import { AwaitTimeoutError, type Clock, poll } from '../../harness/index.js';
import { type Admins, type AdminConnection, askAll } from './connection/admin.js';

const PROOF_KEY = 'faultline:proof';
const PROOF_TIMEOUT_MS = 5000;
const LOOK_EVERY_MS = 10;

interface ProofParts {
  readonly admins: Admins;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Writes to the primary, reads it back from every node, removes it, and sees every node empty.
 * @throws AwaitTimeoutError naming the nodes that did not follow.
 */
export async function proveReplication(parts: ProofParts, primary: string): Promise<void> {
  const server = parts.admins.servers.get(primary);
  const token = `${primary}:${parts.clock.now()}`;
  await server?.order('SET', PROOF_KEY, token);
  await seenEverywhere(parts, 'the write to be read back', async (one) => {
    return (await one.ask('GET', PROOF_KEY)) === token;
  });
  await server?.order('DEL', PROOF_KEY);
  await seenEverywhere(parts, 'the data to be empty', async (one) => {
    return (await one.ask('DBSIZE')) === 0;
  });
}

async function seenEverywhere(
  parts: ProofParts,
  what: string,
  look: (server: AdminConnection) => Promise<boolean>,
): Promise<void> {
  const missing: { nodes: readonly string[] } = { nodes: [] };
  const bounds = {
    within_ms: PROOF_TIMEOUT_MS,
    every_ms: LOOK_EVERY_MS,
    signal: parts.signal,
  };
  const seen = await poll(parts.clock, bounds, async () => {
    const answers = await askAll(parts.admins.servers, look);
    missing.nodes = [...answers].flatMap(([node, answer]) => (answer === true ? [] : [node]));
    return missing.nodes.length === 0 ? true : null;
  });
  if (seen.reached) return;
  throw new AwaitTimeoutError({
    code: 'E_REDIS_PROOF',
    expected: `${what} on every node`,
    actual: `it was not so on ${missing.nodes.join(', ')} after ${PROOF_TIMEOUT_MS} ms`,
    advice: 'see the logs of these nodes',
  });
}
