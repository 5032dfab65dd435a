import type { Capabilities } from '../../harness/core/capabilities.js';
import type { NemesisContext } from '../../harness/core/nemesis.js';
import type { NodeLayout } from '../../harness/core/layout.js';
import { silentLog } from '../../harness/core/log.js';
import { Random } from '../../harness/core/random.js';
import type { Health, RoleView } from '../../harness/core/cluster-view.js';
import { COMMON_WRITE_ROLES } from '../../harness/core/write-roles.js';
import { VirtualClock } from '../../harness/core/virtual-clock.js';
import { StubDataFiles } from './stub-data-files.js';
import { StubDisks } from './stub-disks.js';
import { StubFiles } from './stub-files.js';
import { StubMachine } from './stub-machine.js';
import { StubLinks } from './stub-links.js';
import { StubClocks } from './stub-clocks.js';
import { StubPower } from './stub-power.js';
import { StubProcesses } from './stub-processes.js';
import { StubTraffic } from './stub-traffic.js';

/** A cluster in memory that a test moves by hand. */
export class StubCluster {
  readonly clock = new VirtualClock();
  readonly nodes: readonly string[];
  readonly links: StubLinks;
  readonly processes: StubProcesses;
  readonly clocks: StubClocks;
  readonly traffic = new StubTraffic();
  readonly machine = new StubMachine();
  readonly files = new StubFiles();
  readonly dataFiles: StubDataFiles;
  readonly disks = new StubDisks();
  readonly power: StubPower;
  primary: string | null = 'n1';
  /** Who calls itself primary; the majority's primary alone when `null`. */
  claimants: readonly string[] | null = null;
  /** Who becomes primary when a failover is ordered; `null` when nobody does. */
  heir: string | null = 'n2';
  failover_ms = 200;
  health: Health = { healthy: true };
  acknowledged = 0;
  layout: NodeLayout;

  constructor(count = 3, links = new StubLinks()) {
    this.nodes = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    this.layout = { data: this.nodes, watchers: this.nodes };
    this.links = links;
    this.processes = new StubProcesses(this.nodes);
    this.dataFiles = new StubDataFiles(this.processes);
    this.power = new StubPower(this.machine, this.processes, this.disks);
    this.clocks = new StubClocks(this.clock);
  }

  /** Does something at a moment of the virtual clock. */
  at(time_ms: number, change: () => void): void {
    this.clock.at(time_ms * 1e6, change);
  }

  /** Whether a new connection to a node is served. */
  serves(_node: string): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** What a store offers beside what any may offer. */
  own(): Capabilities {
    return {};
  }

  context(changes: Partial<NemesisContext> = {}): NemesisContext {
    return {
      nodes: this.nodes,
      layout: this.layout,
      writeRoles: COMMON_WRITE_ROLES,
      capabilities: {
        links: this.links,
        traffic: this.traffic,
        machine: this.machine,
        power: this.power,
        disks: this.disks,
        files: this.files,
        dataFiles: this.dataFiles,
        primaries: { primary: () => Promise.resolve(this.primary) },
        failover: {
          failover: () => {
            const { heir } = this;
            if (heir !== null) {
              this.at(this.clock.now() / 1e6 + this.failover_ms, () => {
                this.primary = heir;
              });
            }
            return Promise.resolve({ answer: 'OK' });
          },
        },
        processes: this.processes,
        descriptors: this.processes,
        serving: { serves: (node) => this.serves(node) },
        clocks: this.clocks,
        ...this.own(),
      },
      clock: this.clock,
      random: Random.fromSeed(7),
      log: silentLog,
      signal: new AbortController().signal,
      health: () => Promise.resolve(this.health),
      roles: () =>
        Promise.resolve(
          this.nodes.map((node) => ({
            node,
            role: this.#calls(node),
          })),
        ),
      acknowledged: () => this.acknowledged,
      ...changes,
    };
  }

  #calls(node: string): RoleView['role'] {
    if ((this.claimants ?? [this.primary]).includes(node)) return 'primary';
    return this.layout.data.includes(node) ? 'replica' : 'sentinel';
  }
}
