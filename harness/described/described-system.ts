import type { Capabilities } from '../core/capabilities.js';
import { bounded } from '../core/bounded.js';
import { CLOSE_TIMEOUT_MS, clientSource, connect } from '../core/client-source.js';
import type { ClientMode, ClientSource } from '../core/client.js';
import type { DataType } from '../core/data-type.js';
import { AwaitTimeoutError, endsRun, messageOf } from '../core/errors.js';
import type { JsonObject } from '../core/json.js';
import { poll } from '../core/poll.js';
import type { NodeLog, System, SystemContext } from '../core/system.js';
import type { Health, RoleView } from '../core/cluster-view.js';
import type { StoreEvent } from '../core/store-event.js';
import type { Witnessed } from '../core/witness.js';
import { COMMON_WRITE_ROLES } from '../core/write-roles.js';
import type { Cluster, StoreNode, SystemDescription } from './description.js';
import { DescribedClocks } from './described-clocks.js';
import { primariesByRoles } from './described-roles.js';
import { ANSWER_MS, NodeQuestions } from './node-questions.js';
import { filesOf } from './program-files.js';
import { ProgramProcesses, programsOf } from './program-processes.js';
import { lookOnce } from './readiness.js';
import { StoreStart } from './store-start.js';

const HEALTHY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** The store of one run, as {@link SystemDescription} tells of it. */
export class DescribedSystem<Options extends JsonObject, Store> implements System {
  readonly #description: SystemDescription<Options, Store>;
  readonly #context: SystemContext;
  readonly #options: Options;
  readonly #nodes: readonly StoreNode[];
  /** The names of the programs, by node. */
  readonly #programs = new Map<string, readonly string[]>();
  /** The program that keeps the data, by node. */
  readonly #keepers = new Map<string, string>();
  /** Where the run sets clocks. */
  readonly #clocks: DescribedClocks | null;
  readonly #start: StoreStart<Options>;
  readonly #ask: NodeQuestions<Options, Store>;
  /** Only where the description says how a node is asked. */
  readonly witness?: () => Promise<Witnessed>;
  /** Only where the description says what is listened to. */
  readonly listen?: (tell: (event: StoreEvent) => void) => Promise<void>;
  /** Ends listening. */
  #silence: (() => Promise<void> | void) | null = null;
  #store: Store | undefined;
  #isSetUp = false;
  #capabilities: Capabilities | undefined;

  constructor(description: SystemDescription<Options, Store>, context: SystemContext) {
    this.#description = description;
    this.#context = context;
    this.#options = { ...description.options, ...context.options } as Options;
    this.#nodes = context.nodes.map((node): StoreNode => {
      const names = this.#programs;
      return {
        name: node.name,
        address: node.address,
        exec(command, options) {
          const [first] = names.get(node.name) ?? [];
          return first === undefined
            ? node.exec(command, options)
            : programsOf(node).exec(first, command, options);
        },
        get programs() {
          return programsOf(node);
        },
      };
    });
    if (description.listen !== undefined) {
      this.listen = async (tell) => {
        this.#silence = (await description.listen?.(this.#cluster, tell)) ?? null;
      };
    }
    if (description.witness !== undefined) this.witness = () => this.#ask.witnessed();
    const { nodes, capabilitiesNeeded } = context;
    this.#clocks =
      description.time !== undefined && capabilitiesNeeded.includes('clocks')
        ? new DescribedClocks(
            description.name,
            nodes,
            this.#programs,
            (node, program) => this.#timeOf(node, program),
            context,
          )
        : null;
    this.#ask = new NodeQuestions(description, () => this.#cluster);
    this.#start = new StoreStart({
      system: description.name,
      options: this.#options,
      nodes: this.#nodes,
      programs: this.#programs,
      keepers: this.#keepers,
      clocks: this.#clocks,
      context,
      whyNotReady: (node) => this.#whyNotReady(node),
    });
  }

  async setup(): Promise<void> {
    const description = this.#description;
    if (description.attach !== undefined) await this.#start.find(description);
    else if (description.runsOn !== 'in-process') await this.#start.start(description);
    await this.#clocks?.prove();
    this.#store = await this.#description.setup?.(this.#bare);
    this.#isSetUp = true;
    await this.#becomeHealthy();
  }

  async health(): Promise<Health> {
    const reasons = await this.#missing();
    return reasons.length === 0 ? { healthy: true } : { healthy: false, reasons };
  }

  roles(): Promise<readonly RoleView[]> {
    return this.#ask.roles();
  }

  versions(): Promise<Readonly<Record<string, string>>> {
    return this.#ask.versions();
  }

  clients(dataType: DataType, mode: ClientMode): ClientSource {
    return clientSource({ ...this.#connecting(mode), dataType });
  }

  logs(): readonly NodeLog[] {
    return this.#nodes.flatMap(({ name: node, programs }) => {
      const names = this.#programs.get(node) ?? [];
      const printed = names.map((program): NodeLog => ({
        node,
        file: `${program}.log`,
        read: (tail_bytes) => programs.log(program, tail_bytes),
      }));
      const [first] = names;
      if (first === undefined) return printed;
      const files = (this.#description.logs ?? []).map((path): NodeLog => ({
        node,
        file: path.slice(path.lastIndexOf('/') + 1),
        read: (tail_bytes) => programs.readFile(first, path, tail_bytes),
      }));
      return [...printed, ...files];
    });
  }

  /** To be asked for after the setup. */
  get capabilities(): Capabilities {
    this.#capabilities ??= this.#makeCapabilities();
    return this.#capabilities;
  }

  async teardown(): Promise<void> {
    try {
      await this.#endListening();
    } finally {
      if (this.#isSetUp) await this.#description.teardown?.(this.#cluster);
    }
  }

  async #endListening(): Promise<void> {
    const end = async () => this.#silence?.();
    if ((await bounded(this.#context.clock, CLOSE_TIMEOUT_MS, end)).ended) return;
    throw new Error(`what "listen" returned did not end within ${CLOSE_TIMEOUT_MS} ms; correct it`);
  }

  #makeCapabilities(): Capabilities {
    const { attach, dataFiles, runsOn } = this.#description;
    const { nodes } = this.#context;
    const processes = new ProgramProcesses(nodes, this.#programs);
    const keepers = this.#keepers;
    const ready = async (node: string) => this.#serves(node, ANSWER_MS);
    const own = Object.entries(this.#description.capabilities ?? {}).map(([name, make]) => [
      name,
      make?.(this.#cluster),
    ]);
    return {
      ...(runsOn === 'in-process'
        ? {}
        : {
            ...(attach === undefined ? { processes, descriptors: processes } : {}),
            ...(attach === undefined && dataFiles !== undefined
              ? filesOf({ nodes, kinds: dataFiles, keepers, ready })
              : {}),
            serving: { serves: (node, timeout_ms) => this.#serves(node, timeout_ms) },
          }),
      ...(this.#clocks === null ? {} : { clocks: this.#clocks.clocks }),
      ...(this.#description.role === undefined
        ? {}
        : {
            primaries: primariesByRoles(
              () => this.roles(),
              this.#writers,
              this.#description.severalPrimaries,
            ),
          }),
      ...(Object.fromEntries(own) as Capabilities),
    };
  }

  /** The time that a program tells itself, in milliseconds since 1970. */
  async #timeOf(name: string, program: string): Promise<number | null> {
    const node = this.#nodes.find((one) => one.name === name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    const time = await this.#description.time?.({ ...this.#bare, node, program });
    return time instanceof Date ? time.getTime() : (time ?? null);
  }

  /** Why a node is not ready now; `null` where it is. */
  #whyNotReady(node: StoreNode): Promise<string | null> {
    return lookOnce(this.#context.clock, async () => {
      const description = this.#description;
      if (description.ready !== undefined) return description.ready({ ...this.#bare, node });
      const opened = await connect(this.#connecting('pinned'), 0, node.name);
      await opened.close();
      return true;
    });
  }

  async #serves(name: string, timeout_ms: number): Promise<boolean> {
    const node = this.#nodes.find((one) => one.name === name);
    if (node === undefined) return false;
    const look = await bounded(this.#context.clock, timeout_ms, () => this.#whyNotReady(node));
    return look.ended && look.value === null;
  }

  /** What is missing for the store to be whole. */
  async #missing(): Promise<readonly string[]> {
    const description = this.#description;
    if (description.health !== undefined) return this.#missingByHealth();
    if (description.runsOn === 'in-process') return [];
    const looks = await Promise.all(
      this.#nodes.map(async (node) => {
        const reason = await this.#whyNotReady(node);
        return reason === null ? [] : [`${node.name} is not ready: ${reason}`];
      }),
    );
    if (description.role === undefined) return looks.flat();
    const views = await this.roles();
    if (views.some(({ role }) => this.#writers.includes(role))) return looks.flat();
    const silent = await Promise.all(this.#nodes.map((node) => this.#ask.whyNoRole(node)));
    return [
      ...looks.flat(),
      `no node is ${this.#writers.join(' or ')}`,
      ...silent.flatMap((reason) => reason ?? []),
    ];
  }

  /** What `health` says; one that throws, as while nodes do not answer, is to be asked again. */
  async #missingByHealth(): Promise<readonly string[]> {
    try {
      return (await this.#description.health?.(this.#cluster)) ?? [];
    } catch (thrown) {
      if (endsRun(thrown)) throw thrown;
      return [`what is missing could not be asked for: ${messageOf(thrown)}`];
    }
  }

  async #becomeHealthy(): Promise<void> {
    const { clock, signal } = this.#context;
    const last: { reasons: readonly string[] } = { reasons: [] };
    const bounds = { within_ms: HEALTHY_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal };
    const healthy = await poll(clock, bounds, async () => {
      last.reasons = await this.#missing();
      return last.reasons.length === 0 ? true : null;
    });
    if (healthy.reached) return;
    throw new AwaitTimeoutError({
      code: 'E_SYSTEM_UNHEALTHY',
      expected: `${this.#description.name} to be whole after it was set up`,
      actual: `after ${HEALTHY_WITHIN_MS} ms: ${last.reasons.join('; ')}`,
      advice: 'correct how the system is set up, or what its "health" asks for',
    });
  }

  #connecting(mode: ClientMode) {
    const { clock } = this.#context;
    const { client } = this.#description;
    const store = this.#store as Store;
    return { client, mode, nodes: this.#nodes, options: this.#options, store, clock };
  }

  /** Roles whose nodes take writes. */
  get #writers(): readonly string[] {
    return this.#description.takesWrites ?? COMMON_WRITE_ROLES.takesWrites;
  }

  /** The cluster before it is set up. */
  get #bare(): Cluster<Options, undefined> {
    const { clock, signal } = this.#context;
    return { nodes: this.#nodes, options: this.#options, store: undefined, clock, signal };
  }

  get #cluster(): Cluster<Options, Store> {
    return { ...this.#bare, store: this.#store as Store };
  }
}
