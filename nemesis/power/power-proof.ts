import type { FaultContext } from '../../harness/core/fault.js';
import { poll } from '../../harness/core/poll.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, OnNode } from '../frames/node-fault/kind.js';
import { awaitRunning } from '../frames/process-states.js';

/** How long a node that is off is asked for an answer. */
const SILENCE_MS = 500;
/** Within this time a node that was started must answer. */
const ANSWER_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** Whether a node is off, as the engine says, and gives no answer. */
export async function proveOff(context: FaultContext, node: string): Promise<Finding> {
  const answered = await offered(context.capabilities, 'machine').answers(node, SILENCE_MS);
  const on = await offered(context.capabilities, 'power').on(node);
  return { asExpected: !on && !answered, words: [inWords(node, on, answered)] };
}

/** Whether a node is off, as the engine says. */
export async function isOff({ context, node }: OnNode<unknown>): Promise<Finding> {
  const on = await offered(context.capabilities, 'power').on(node);
  return { asExpected: !on, words: [`${node} is ${on ? 'on' : 'off'}`] };
}

/** Waits, within a bound, until a node is on and answers, and its processes run. */
export async function proveBack(context: FaultContext, node: string): Promise<Finding> {
  const { capabilities, clock, signal } = context;
  const last = { on: false, answered: false };
  const bounds = { within_ms: ANSWER_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal };
  const { reached } = await poll(clock, bounds, async () => {
    last.on = await offered(capabilities, 'power').on(node);
    last.answered = await offered(capabilities, 'machine').answers(node, SILENCE_MS);
    return last.on && last.answered ? true : null;
  });
  const words = [inWords(node, last.on, last.answered)];
  if (!reached) return { asExpected: false, words };
  const running = await awaitRunning(context, node);
  return { asExpected: running.asExpected, words: [...words, ...running.words] };
}

function inWords(node: string, on: boolean, answered: boolean): string {
  const answer = answered ? 'answers' : `did not answer within ${SILENCE_MS} ms`;
  return `${node} is ${on ? 'on' : 'off'} and ${answer}`;
}
