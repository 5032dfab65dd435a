import { z } from 'zod';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { ActiveFault, Fault, FaultContext } from '../../harness/core/fault.js';
import type { Json } from '../../harness/core/json.js';
import { poll } from '../../harness/core/poll.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { offered } from '../capability.js';
import { checkTarget, needsPrimary } from '../target.js';
import { checkedNoValue, checkedValue } from '../value.js';
import { TargetChoice } from '../target-choice.js';
import { ADMINISTRATION_OVERLAP } from './overlap.js';

const START = 'start-config-change';
const STOP = 'stop-config-change';
const RESTORE_BOUNDS = { within_ms: 5000, every_ms: 100 } as const;

const schema = z.strictObject({
  target: z.string().default('primary'),
  parameter: z.string().regex(/^[a-z][a-z0-9-]*$/),
  value: z.string(),
});

function intentOf(value: Json | undefined, nodes: readonly string[]): z.infer<typeof schema> {
  const intent = checkedValue(START, schema, value);
  checkTarget(START, intent.target, nodes);
  return intent;
}

/** A parameter that is not what it was. */
interface Changed {
  readonly node: string;
  readonly parameter: string;
  readonly before: string;
}

class ActiveConfigChange implements ActiveFault {
  readonly #context: FaultContext;
  readonly #choice: TargetChoice;
  #changed: readonly Changed[] = [];

  constructor(context: FaultContext) {
    this.#context = context;
    this.#choice = new TargetChoice(context, 'config-change');
  }

  invoke(f: string, value: Json | undefined): Promise<FaultRecord> {
    return f === START ? this.#start(value) : this.#stop();
  }

  async heal(): Promise<FaultRecord | null> {
    return this.#changed.length === 0 ? null : this.#stop();
  }

  async #start(value: Json | undefined): Promise<FaultRecord> {
    const administration = offered(this.#context.capabilities, 'administration');
    const intent = intentOf(value, this.#context.nodes);
    const { parameter } = intent;
    const { node, recorded } = await this.#choice.choose(intent.target);
    const before = await administration.parameter(node, parameter);
    if (before === null) {
      throw new EnvironmentError({
        code: 'E_FAULT_PARAMETER',
        expected: `a parameter ${parameter} on ${node}`,
        actual: 'the store knows none of that name',
        advice: 'name a parameter that this version of the store has',
      });
    }
    const isKnown = this.#changed.some((one) => one.node === node && one.parameter === parameter);
    // From here on there is something to set back, even if setting fails half way.
    if (!isKnown) this.#changed = [...this.#changed, { node, parameter, before }];
    await administration.setParameter(node, parameter, intent.value);
    const during = await administration.parameter(node, parameter);
    return {
      effect: { ...recorded, node, parameter, before, during },
      proof: {
        // The store may write a value in another form (`1mb`), but not as what it was.
        proven: during !== null && during !== before,
        evidence: [`${parameter} of ${node} was "${before}" and is "${during}"`],
      },
    };
  }

  async #stop(): Promise<FaultRecord> {
    const administration = offered(this.#context.capabilities, 'administration');
    const all = this.#changed;
    const evidence: string[] = [];
    for (const one of all) {
      const { node, parameter, before } = one;
      const last = { words: '' };
      // No signal: what was changed is set back after an interruption too. A node that another
      // fault has just given back may need a moment.
      const restored = await poll(this.#context.clock, RESTORE_BOUNDS, async () => {
        try {
          await administration.setParameter(node, parameter, before);
          const now = await administration.parameter(node, parameter);
          last.words = `is "${now}" now`;
          return now === before ? true : null;
        } catch (thrown) {
          last.words = `could not be set back: ${messageOf(thrown)}`;
          return null;
        }
      });
      evidence.push(`${parameter} of ${node} was "${before}" at first, and ${last.words}`);
      if (restored.reached) this.#changed = this.#changed.filter((other) => other !== one);
    }
    const restored = all.map(({ node, parameter, before }) => ({ node, parameter, before }));
    return { effect: { restored }, proof: { proven: this.#changed.length === 0, evidence } };
  }
}

/** Changes a parameter of a running server, until it is set back. */
export const configChange: Fault = {
  name: 'config-change',
  summary: 'changes a parameter of a running server, and sets it back',
  provenBy: 'the parameter, read back before, during and afterwards',
  needs: ['administration'],
  fs: [START, STOP],
  // What is changed is written to the node's configuration file, too.
  overlap: () => ({ ...ADMINISTRATION_OVERLAP, relies: ['reach', 'processes', 'node', 'data'] }),
  validate(f, value, nodes) {
    if (f === START) intentOf(value, nodes);
    else checkedNoValue(f, value);
  },
  alsoNeeds: (f, value, nodes) =>
    f === START && needsPrimary(intentOf(value, nodes).target) ? ['primaries'] : [],
  create: (context) => new ActiveConfigChange(context),
};
