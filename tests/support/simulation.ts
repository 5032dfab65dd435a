import { NS_PER_MS, sleep } from '../../harness/core/clock.js';
import type { Generator } from '../../harness/core/generator/generator.js';
import { History } from '../../harness/core/history.js';
import type { Json } from '../../harness/core/json.js';
import { silentLog } from '../../harness/core/log.js';
import type { Completion, Invocation, Process } from '../../harness/core/op.js';
import { VirtualClock } from '../../harness/core/virtual-clock.js';
import { Interpreter } from '../../harness/run/interpreter.js';

export interface SimulationOptions {
  readonly concurrency?: number;
  readonly latency_ms?: number;
  /** The latency of an op, where they differ. */
  readonly latencyOf?: (op: Invocation) => number;
  readonly nemesisLatency_ms?: number;
  readonly opTimeout_ms?: number;
  /** What becomes of an op; `ok` with its own value when absent. */
  readonly answer?: (op: Invocation) => Completion | Error;
  /** An error: that with which it is refused. */
  readonly canOpen?: (node: string) => boolean | Error;
  /** How long a process' client takes to open; no time when absent. */
  readonly openingOf?: (process: Process) => number;
  readonly nemesis?: (op: Invocation) => Json;
}

export interface Simulation {
  readonly history: History;
  readonly clock: VirtualClock;
  /** Opened and closed clients, in order, as `open 0@n1`, `close 0`. */
  readonly clients: readonly string[];
}

/** Plays a generator on a virtual clock against clients that answer after a fixed time. */
export async function simulate(
  generator: Generator,
  options: SimulationOptions = {},
): Promise<Simulation> {
  const clock = new VirtualClock();
  const history = new History();
  const clients: string[] = [];
  const latency_ms = options.latency_ms ?? 10;
  const interpreter = new Interpreter({
    clock,
    concurrency: options.concurrency ?? 2,
    nodes: ['n1', 'n2', 'n3'],
    opTimeout_ms: options.opTimeout_ms ?? 1_000_000,
    history,
    recorder: { append: () => undefined, ready: () => undefined },
    log: silentLog,
    invokeNemesis: async (op) => {
      await sleep(clock, options.nemesisLatency_ms ?? 0);
      return options.nemesis?.(op) ?? op.value ?? null;
    },
    source: {
      async open({ process, node }) {
        const can = options.canOpen?.(node) ?? true;
        if (can !== true) throw can === false ? new Error('refused') : can;
        const opening_ms = options.openingOf?.(process) ?? 0;
        if (opening_ms > 0) await sleep(clock, opening_ms);
        clients.push(`open ${process}@${node}`);
        return {
          usable: true,
          invoke: async (op: Invocation) => {
            await sleep(clock, options.latencyOf?.(op) ?? latency_ms);
            const answer = options.answer?.(op) ?? { type: 'ok' as const, value: op.value };
            if (answer instanceof Error) throw answer;
            return answer;
          },
          close: () => {
            clients.push(`close ${process}`);
            return Promise.resolve();
          },
        };
      },
    },
  });
  await clock.run(interpreter.play(generator, new AbortController().signal));
  await interpreter.close();
  return { history, clock, clients };
}

/** The invocations of a generator that is played on virtual time; see `schedule`. */
export async function played(
  generator: Generator,
  options: SimulationOptions = {},
): Promise<string[]> {
  return schedule((await simulate(generator, options)).history);
}

/** The invocations of a history, each as `time_ms process f value`. */
export function schedule(history: History): string[] {
  return [...history]
    .filter((op) => op.type === 'invoke')
    .map((op) => {
      const value = op.value === undefined ? '' : ` ${JSON.stringify(op.value)}`;
      return `${op.time / NS_PER_MS} ${op.process} ${op.f}${value}`;
    });
}
