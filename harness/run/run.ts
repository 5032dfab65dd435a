import type { Capabilities } from '../core/capabilities.js';
import { servedOperations } from '../core/client-fit.js';
import { messageOf } from '../core/errors.js';
import {
  clients,
  nemesis,
  once,
  whileProgressing,
  type Generator,
} from '../core/generator/index.js';
import { layoutOf } from '../core/layout.js';
import type { Nemesis } from '../core/nemesis.js';
import { AWAIT, HEAL, nemesisRecords, recoveryIn } from '../core/nemesis-record.js';
import type { Node } from '../core/node.js';
import { FINAL_READS_MOST } from '../core/plan.js';
import { Random } from '../core/random.js';
import type { Phase, PhaseName, RunRecord } from '../core/results.js';
import type { System } from '../core/system.js';
import { writeRolesOf } from '../core/write-roles.js';
import { Interpreter } from './interpreter.js';
import { Journal } from './journal.js';
import { mainPhase } from './main-phase.js';
import { clockSampler } from './clock-sampler.js';
import { witnessSampler } from './witness-sampler.js';
import { roleSampler } from './role-sampler.js';
import type { RunRequest } from './run-request.js';
import type { Sampler } from './sampler.js';
import { stubNodes } from './stub-nodes.js';

/** What a run left, apart from the folder. */
export interface RunOutcome {
  readonly record: RunRecord;
  /** Why it did not complete; `null` when it did. */
  readonly error: unknown;
}

/** One run, from clean nodes to collected logs. Judging it is another's work. */
export async function executeRun(request: RunRequest): Promise<RunOutcome> {
  return new Run(request).execute();
}

class Run {
  readonly #request: RunRequest;
  readonly #journal = new Journal();
  readonly #phases: Phase[] = [];
  readonly #random: Random;
  #versions: Readonly<Record<string, string>> = {};
  #nodes: readonly Node[] = [];
  #system: System | null = null;
  #nemesis: Nemesis | null = null;
  #interpreter: Interpreter | null = null;
  #samplers: readonly Sampler[] = [];

  constructor(request: RunRequest) {
    this.#request = request;
    this.#random = Random.fromSeed(request.plan.seed);
  }

  async execute(): Promise<RunOutcome> {
    const { sink, signal } = this.#request;
    let error: unknown = null;
    try {
      // Whoever kills the harness leaves this record behind.
      await sink.record(this.#record('interrupted', 'the harness was killed'));
      await this.#play();
    } catch (thrown) {
      error = thrown;
    }
    await this.#phase('collect', () => this.#end());
    const record = this.#finalRecord(error, signal);
    try {
      await sink.record(record);
      await sink.close();
    } catch (thrown) {
      error ??= thrown;
    }
    return { record: this.#finalRecord(error, signal), error };
  }

  async #play(): Promise<void> {
    const { plan, workload, signal } = this.#request;
    const interpreter = await this.#phase('setup', () => this.#setup());
    const context = {
      random: this.#random.fork('workload'),
      concurrency: plan.concurrency,
      nodeCount: layoutOf(plan).data.length,
      options: plan.workload.options,
      operations: servedOperations(this.#request.system.client, workload.dataType),
    };
    const main = mainPhase(
      plan,
      workload.main(context),
      this.#request.faults,
      this.#random.fork('rate'),
    );
    await this.#phase('main', () => interpreter.play(main, signal));
    await this.#phase('heal', () => interpreter.play(nemesis(once({ f: HEAL })), signal));
    const recovery = { until: { cluster: 'converged' }, within_ms: plan.recoveryTimeout_ms };
    await this.#phase('recovery', () =>
      interpreter.play(nemesis(once({ f: AWAIT, value: recovery })), signal),
    );
    const final = workload.final({ ...context, keys: this.#journal.keys });
    if (final !== null) await this.#phase('final', () => this.#readFinally(interpreter, final));
  }

  /** Clients of the main phase may all have followed the primary: these ask every node. */
  async #readFinally(interpreter: Interpreter, final: Generator): Promise<void> {
    const { plan, system, workload, signal } = this.#request;
    if (plan.clientMode !== 'pinned' && system.clientModes.includes('pinned')) {
      const source = this.#system?.clients(workload.dataType, 'pinned');
      if (source !== undefined) await interpreter.switchTo(source);
    }
    const bounds = {
      idle_ms: plan.finalTimeout_ms,
      total_ms: FINAL_READS_MOST * plan.finalTimeout_ms,
    };
    await interpreter.play(clients(whileProgressing(bounds, final)), signal);
  }

  async #setup(): Promise<Interpreter> {
    const { plan, system: definition, clock, log, signal, observer, sink } = this.#request;
    const machine = await this.#acquire();
    const system = definition.create({
      nodes: this.#nodes,
      options: plan.system.options,
      clock,
      log,
      signal,
      capabilitiesNeeded: this.#request.capabilitiesNeeded,
    });
    this.#system = system;
    await system.setup();
    // A machine that was set up has what that wrote on its disk.
    await Promise.all(plan.nodes.map(async (node) => machine.disks?.sync(node)));
    this.#versions = await system.versions();
    const source = system.clients(this.#request.workload.dataType, plan.clientMode);
    const nemesisOfRun = this.#request.createNemesis({
      nodes: plan.nodes,
      layout: layoutOf(plan),
      writeRoles: writeRolesOf(plan),
      capabilities: { ...machine, ...system.capabilities },
      clock,
      random: this.#random.fork('nemesis'),
      log,
      signal,
      health: () => system.health(),
      roles: () => system.roles(),
      acknowledged: () => this.#interpreter?.progress.acknowledged ?? 0,
    });
    this.#nemesis = nemesisOfRun;
    const interpreter = new Interpreter({
      clock,
      concurrency: plan.concurrency,
      nodes: layoutOf(plan).data,
      source,
      invokeNemesis: (op) => nemesisOfRun.invoke(op.f, op.value),
      opTimeout_ms: plan.opTimeout_ms,
      history: this.#journal,
      recorder: sink.history,
      log,
    });
    this.#interpreter = interpreter;
    await system.listen?.((event) => sink.event(event));
    this.#samplers = this.#samplersOf(system);
    for (const sampler of this.#samplers) sampler.start();
    observer.started(() => interpreter.progress, this.#journal.nemesis);
    return interpreter;
  }

  #samplersOf(system: System): Sampler[] {
    const { plan, clock, sink } = this.#request;
    const { clocks } = system.capabilities;
    const witness = system.witness?.bind(system);
    return [
      witness === undefined
        ? roleSampler(
            clock,
            () => system.roles(),
            (sample) => sink.role(sample),
          )
        : witnessSampler(clock, witness, sink),
      ...(clocks === undefined
        ? []
        : [clockSampler(clock, clocks, plan.nodes, (sample) => sink.clock(sample))]),
    ];
  }

  async #acquire(): Promise<Capabilities> {
    const { plan, system, pool, signal } = this.#request;
    if (system.runsOn === 'in-process' || pool === null) {
      this.#nodes = stubNodes(plan.nodes);
      return {};
    }
    const disks = this.#request.capabilitiesNeeded.includes('disks');
    const image = system.imageWith?.(plan.system.options) ?? system.image;
    const { aliases } = system;
    const set = await pool.acquire(
      {
        names: plan.nodes,
        disks,
        ...(image === null ? {} : { image }),
        ...(aliases === undefined ? {} : { aliases }),
      },
      signal,
    );
    this.#nodes = set.nodes;
    return set.capabilities;
  }

  /** Ends what was begun, in order; a part that fails does not keep the others from ending. */
  async #end(): Promise<void> {
    for (const sampler of this.#samplers) {
      await this.#attempt('stop sampling', () => sampler.stop());
    }
    await this.#attempt('close the clients', () => this.#interpreter?.close());
    await this.#attempt('collect the nodes’ logs', () => this.#collectLogs());
    await this.#attempt('end the faults', () => this.#nemesis?.teardown());
    await this.#attempt('let go of the system', () => this.#system?.teardown());
  }

  async #collectLogs(): Promise<void> {
    const logs = this.#system?.logs() ?? [];
    await Promise.all(
      logs.map((log) =>
        this.#attempt(`read ${log.file} of ${log.node}`, async () => {
          const text = await log.read(MAX_LOG_BYTES);
          if (text !== null) await this.#request.sink.nodeLog(log.node, log.file, text);
        }),
      ),
    );
  }

  async #attempt(what: string, work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#request.log.warn(`could not ${what}`, { error: messageOf(error) });
    }
  }

  async #phase<T>(name: PhaseName, work: () => Promise<T>): Promise<T> {
    const { clock, observer, log } = this.#request;
    const start = clock.now();
    observer.phase(name);
    log.info(`phase ${name}`);
    try {
      return await work();
    } finally {
      this.#phases.push({ name, start, end: clock.now() });
    }
  }

  #finalRecord(error: unknown, signal: AbortSignal): RunRecord {
    if (signal.aborted) return this.#record('interrupted', messageOf(signal.reason));
    return error === null ? this.#record('completed') : this.#record('failed', messageOf(error));
  }

  #record(ended: RunRecord['ended'], failure?: string): RunRecord {
    const { identity, plan, system } = this.#request;
    return {
      ...identity,
      name: plan.name,
      simulated: system.runsOn === 'in-process',
      ended,
      ...(failure === undefined ? {} : { failure }),
      phases: [...this.#phases],
      recovery: this.#recovery(),
      versions: this.#versions,
      changedSettings: system.changedSettings?.(plan.system.options) ?? [],
    };
  }

  #recovery(): RunRecord['recovery'] {
    const recovery = recoveryIn(nemesisRecords(this.#journal.nemesis));
    if (recovery === null) return null;
    return {
      recovered: recovery.recovered,
      duration_ms: Math.round((recovery.end_ns - recovery.start_ns) / 1e6),
      reasons: recovery.evidence,
    };
  }
}

const MAX_LOG_BYTES = 1024 * 1024;
