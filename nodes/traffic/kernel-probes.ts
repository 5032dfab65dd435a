/** How a feature of the kernel is looked for, and what it is good for. */
export interface KernelProbe {
  /** What the kernel calls it. */
  readonly module: string;
  /**
   * A command for the shell that succeeds where the feature is there. Runs as root in network and
   * mount namespaces of its own, which end with it: what it changes is seen by nobody.
   */
  readonly command: string;
  /** What it makes possible, in words. */
  readonly gives: readonly string[];
}

/** What faults of traffic need of the kernel under a node. */
export const TRAFFIC_PROBES = {
  netem: {
    module: 'sch_netem',
    command: 'tc qdisc add dev lo root netem delay 1ms',
    gives: ['delay', 'reordering', 'duplicates', 'corruption'],
  },
  statistic: {
    module: 'xt_statistic',
    command: 'iptables -w -A INPUT -m statistic --mode random --probability 0.5 -j DROP',
    gives: ['loss of packets'],
  },
  tbf: {
    module: 'sch_tbf',
    command: 'tc qdisc add dev lo root tbf rate 10mbit burst 32kbit latency 400ms',
    gives: ['slow links'],
  },
} as const satisfies Readonly<Record<string, KernelProbe>>;
