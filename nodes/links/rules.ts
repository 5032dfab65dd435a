import type { CutMethod, Grudge } from '../../harness/core/capabilities.js';
import { CLIENTS } from '../../harness/core/node.js';
import type { SharedNetwork } from '../node-network.js';

/** Our chain in each node's network namespace; nothing else there is ever touched. */
export const LINKS_CHAIN = 'FAULTLINE';

export type Addresses = Readonly<Record<string, string>>;

/** A match of the rules of one node: what comes from a peer, or what goes to the clients. */
export interface RuleSite {
  /** The node in which the rule stands. */
  readonly node: string;
  readonly match: string;
}

/**
 * Where packets from `from` to `by` are discarded so that `by` does not hear them: at the node
 * that discards; for the clients, which have no firewall of ours, at the node that sends.
 */
export function siteOf(by: string, from: string, addresses: Addresses): RuleSite {
  return by === CLIENTS
    ? { node: from, match: `-d ${addresses[CLIENTS] ?? ''}` }
    : { node: by, match: `-s ${addresses[from] ?? ''}` };
}

/** The sites of a grudge, by node. */
export function sitesOf(grudge: Grudge, addresses: Addresses): Map<string, string[]> {
  const sites = new Map<string, string[]>();
  for (const [by, discarded] of Object.entries(grudge)) {
    for (const from of discarded) {
      const { node, match } = siteOf(by, from, addresses);
      sites.set(node, [...(sites.get(node) ?? []), match]);
    }
  }
  return sites;
}

/**
 * Input of `iptables-restore --noflush`: our chain moved to the top again, and the newest cut at
 * the top of it. A tcp-reset answers TCP and drops the rest. One commit, so a node's links are
 * cut together. The connection by which commands come is put above the cut.
 */
export function cutRules(
  matches: readonly string[],
  method: CutMethod,
  control?: SharedNetwork['control'],
): string {
  const rules = matches.flatMap((match) =>
    method === 'drop'
      ? [`-I ${LINKS_CHAIN} ${match} -j DROP`]
      : [
          `-I ${LINKS_CHAIN} ${match} -j DROP`,
          `-I ${LINKS_CHAIN} ${match} -p tcp -j REJECT --reject-with tcp-reset`,
        ],
  );
  const jumps = ['INPUT', 'OUTPUT'].flatMap((chain) => [
    `-D ${chain} -j ${LINKS_CHAIN}`,
    `-I ${chain} 1 -j ${LINKS_CHAIN}`,
  ]);
  const port = String(control?.port);
  const spared =
    control === undefined
      ? []
      : [
          `-I ${LINKS_CHAIN} -s ${control.address} -p tcp --dport ${port} -j RETURN`,
          `-I ${LINKS_CHAIN} -d ${control.address} -p tcp --sport ${port} -j RETURN`,
        ];
  return ['*filter', ...jumps, ...rules, ...spared, 'COMMIT', ''].join('\n');
}

/** Packets that one node's rules discarded: for itself, and in the clients' place. */
export interface Discarded {
  readonly self: number;
  readonly clients: number;
}

/** Reads the packet counters of our chain from `iptables-save -c`. */
export function parseCounters(saved: string): Discarded {
  let self = 0;
  let clients = 0;
  const rule = new RegExp(`^\\[(\\d+):\\d+\\] -A ${LINKS_CHAIN} -(s|d) .*-j (?:DROP|REJECT)`);
  for (const line of saved.split('\n')) {
    const match = rule.exec(line);
    if (match === null) continue;
    if (match[2] === 's') self += Number(match[1]);
    else clients += Number(match[1]);
  }
  return { self, clients };
}

/**
 * What the rules of a node discard, of `iptables-save`: nothing where packets no longer pass our
 * chain.
 */
export function grudgeIn(saved: string, node: string, addresses: Addresses): Grudge {
  const lines = saved.split('\n');
  const dropped = (hook: string, flag: string): readonly string[] => {
    if (!lines.includes(`-A ${hook} -j ${LINKS_CHAIN}`)) return [];
    return Object.entries(addresses).flatMap(([name, address]) =>
      lines.includes(`-A ${LINKS_CHAIN} ${flag} ${address}/32 -j DROP`) ? [name] : [],
    );
  };
  const fromOthers = dropped('INPUT', '-s');
  const toClients = dropped('OUTPUT', '-d').includes(CLIENTS);
  return {
    ...(fromOthers.length > 0 ? { [node]: fromOthers } : {}),
    ...(toClients ? { [CLIENTS]: [node] } : {}),
  };
}
