import type { NemesisContext } from '../../harness/core/nemesis.js';
import type { NodeLayout } from '../../harness/core/layout.js';
import { silentLog } from '../../harness/core/log.js';
import { Random } from '../../harness/core/random.js';
import type { Health, RoleView } from '../../harness/core/system.js';
import { COMMON_WRITE_ROLES } from '../../harness/core/write-roles.js';
import { VirtualClock } from '../../harness/core/virtual-clock.js';
import { StubDataFiles } from './stub-data-files.js';
import { StubDisks } from './stub-disks.js';
import { StubFiles } from './stub-files.js';
import { StubMachine } from './stub-machine.js';
import { StubLinks } from './stub-links.js';
import { StubAdministration } from './stub-administration.js';
import { StubClocks } from './stub-clocks.js';
import { StubPower } from './stub-power.js';
import { StubProcesses } from './stub-processes.js';
import { StubMembership } from './stub-membership.js';
import { StubReplication } from './stub-replication.js';
import { StubSentinels } from './stub-sentinels.js';
import { StubTraffic } from './stub-traffic.js';

/** A cluster in memory that a test moves by hand. */
export class StubCluster {
  readonly clock = new VirtualClock();
  readonly nodes: readonly string[];
  readonly links: StubLinks;
  readonly processes: StubProcesses;
  readonly clocks: StubClocks;
  readonly administration: StubAdministration;
  readonly replication: StubReplication;
  readonly sentinels: StubSentinels;
  readonly membership: StubMembership;
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
    this.layout = { data: this.nodes, sentinels: this.nodes };
    this.links = links;
    this.processes = new StubProcesses(this.nodes);
    this.dataFiles = new StubDataFiles(this.processes);
    this.power = new StubPower(this.machine, this.processes, this.disks);
    this.clocks = new StubClocks(this.clock);
    this.administration = new StubAdministration(this.clock);
    this.replication = new StubReplication(this.nodes);
    this.sentinels = new StubSentinels(this.nodes);
    this.membership = new StubMembership(this.clock, this.replication, this.sentinels);
  }

  /** Does something at a moment of the virtual clock. */
  at(time_ms: number, change: () => void): void {
    this.clock.at(time_ms * 1e6, change);
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
        clocks: this.clocks,
        administration: this.administration,
        replication: this.replication,
        membership: this.membership,
        sentinels: this.sentinels,
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
