import type { Clock } from '../../../harness/index.js';
import type { ClientTopology } from '../clients/client-topology.js';
import { type Published, SentinelListener } from './sentinel-listener.js';

/** What a Sentinel published: which server is the primary now. */
export interface Switch {
  /** The position of the Sentinel that said so. */
  readonly sentinel: number;
  readonly host: string;
  readonly port: number;
}

/** Listens on every Sentinel for `+switch-master`, as the Sentinel clients of Jedis and ioredis do. */
export class SwitchWatch {
  readonly #topology: ClientTopology;
  readonly #tell: (told: Switch) => void;
  readonly #listener: SentinelListener;

  constructor(topology: ClientTopology, clock: Clock, tell: (told: Switch) => void) {
    this.#topology = topology;
    this.#tell = tell;
    const listening = {
      sentinels: topology.sentinels,
      access: topology.access.sentinels,
      pattern: '+switch-master',
      retryAfter_ms: 1000,
      silence_ms: 1000,
    };
    this.#listener = new SentinelListener(listening, clock, (published) => {
      this.#hear(published);
    });
  }

  /** Begins when it is called first. Ends when each Sentinel was subscribed or could not be reached. */
  start(): Promise<void> {
    return this.#listener.start();
  }

  /** Ends every subscription. */
  close(): void {
    this.#listener.close();
  }

  /** `<group> <old host> <old port> <new host> <new port>` */
  #hear({ from, message }: Published): void {
    const [group, , , host, port] = message.split(' ');
    if (group !== this.#topology.group || host === undefined || port === undefined) return;
    const sentinel = this.#topology.sentinels.indexOf(from);
    this.#tell({ sentinel, host, port: Number(port) });
  }
}
