import type { Grudge, Links } from '../../harness/core/capabilities.js';
import { CLIENTS } from '../../harness/core/node.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { isCut } from './grudges/grudge.js';

export const PROBE_TIMEOUT_MS = 1000;

type Proof = FaultRecord['proof'];
type Counters = Readonly<Record<string, number>>;

/** One probe: from whom, to whom, and whether an answer came. */
interface Probe {
  readonly from: string;
  readonly to: string;
  readonly answered: boolean;
}

/**
 * Probes every pair of endpoints, nodes in both directions. A probe is a round trip, so it fails
 * where either side discards the other's packets. What fails although nothing cuts it is tried
 * once more: a busy machine is no partition.
 */
async function probeAll(links: Links, nodes: readonly string[], drops: Grudge): Promise<Probe[]> {
  const ordered = [
    ...nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => [from, to] as const)),
    ...nodes.map((to) => [CLIENTS, to] as const),
  ];
  return Promise.all(
    ordered.map(async ([from, to]) => ({
      from,
      to,
      answered:
        (await links.probe(from, to, PROBE_TIMEOUT_MS)) ||
        (!isCut(drops, from, to) && (await links.probe(from, to, PROBE_TIMEOUT_MS))),
    })),
  );
}

/**
 * Whether the probes make an endpoint discard something. Nodes are probed from, so they are sent
 * packets to discard; clients are sent answers only, by nodes that still hear them.
 */
function mustDiscard(endpoint: string, drops: Grudge): boolean {
  const discarded = drops[endpoint] ?? [];
  return endpoint === CLIENTS
    ? discarded.some((from) => drops[from]?.includes(CLIENTS) !== true)
    : discarded.length > 0;
}

function named(probes: readonly Probe[]): string {
  return probes.map(({ from, to }) => `${from}→${to}`).join(', ');
}

/**
 * Proves that what shall be cut is cut and nothing else: by probes between all endpoints, and by
 * the packets that were discarded meanwhile. Probes cannot tell which side of a one-way cut is
 * deaf; the counters can, since only the deaf side discards.
 * @param before the counters from before the cut.
 */
export async function proveCut(
  links: Links,
  nodes: readonly string[],
  drops: Grudge,
  before: Counters,
): Promise<Proof> {
  const probes = await probeAll(links, nodes, drops);
  const after = await links.discarded();
  const rise = (endpoint: string): number => (after[endpoint] ?? 0) - (before[endpoint] ?? 0);
  const cut = probes.filter(({ from, to }) => isCut(drops, from, to));
  const open = probes.filter(({ from, to }) => !isCut(drops, from, to));
  const leaking = cut.filter(({ answered }) => answered);
  const broken = open.filter(({ answered }) => !answered);
  const endpoints = [...nodes, CLIENTS];
  const deaf = endpoints.filter((endpoint) => mustDiscard(endpoint, drops));
  const hearing = endpoints.filter((endpoint) => (drops[endpoint]?.length ?? 0) === 0);
  const idle = deaf.filter((endpoint) => rise(endpoint) <= 0);
  const stray = hearing.filter((endpoint) => rise(endpoint) > 0);
  const counted = deaf.map((endpoint) => `${endpoint} ${rise(endpoint)}`).join(', ');
  const problems = [
    ...(cut.length === 0 ? ['the partition cuts nothing'] : []),
    ...(leaking.length > 0 ? [`still answered: ${named(leaking)}`] : []),
    ...(broken.length > 0 ? [`not cut, but unanswered: ${named(broken)}`] : []),
    ...(idle.length > 0 ? [`discarded nothing: ${idle.join(', ')}`] : []),
    ...(stray.length > 0 ? [`discarded what it should hear: ${stray.join(', ')}`] : []),
  ];
  if (problems.length > 0) return { proven: false, evidence: problems };
  return {
    proven: true,
    evidence: [
      `unanswered: ${named(cut)}`,
      `answered: ${named(open) || 'none'}`,
      `packets discarded: ${counted}`,
    ],
  };
}

/** Proves that every endpoint reaches every other again. */
export async function proveOpen(links: Links, nodes: readonly string[]): Promise<Proof> {
  const probes = await probeAll(links, nodes, {});
  const broken = probes.filter(({ answered }) => !answered);
  return broken.length === 0
    ? { proven: true, evidence: [`answered: ${named(probes)}`] }
    : { proven: false, evidence: [`still unanswered: ${named(broken)}`] };
}
