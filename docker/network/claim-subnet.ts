import { EnvironmentError } from '../../harness/core/errors.js';
import type { Engine } from '../engine/engine.js';
import type { Claims } from '../owner/claim.js';
import type { Routes } from './routes.js';
import {
  BENCHMARK_RANGE,
  networksOf,
  nodeSubnet,
  overlaps,
  parseSubnet,
  type Subnet,
  subnetAround,
} from './subnet.js';

export interface SubnetRequest {
  /** A network of the user's choice; a free /24 of the benchmark range when absent. */
  readonly subnet?: string;
  readonly owner: string;
  readonly run: string;
}

/**
 * Takes a subnet that no network of the engine, no route of the host and no other run uses.
 * @throws EnvironmentError when there is none; InputError when the one asked for makes no sense.
 */
export async function claimSubnet(
  request: SubnetRequest,
  engine: Engine,
  routes: Routes,
  claims: Claims,
): Promise<Subnet> {
  const wanted =
    request.subnet === undefined
      ? networksOf(parseSubnet(BENCHMARK_RANGE), Number.parseInt(request.owner, 10))
      : [nodeSubnet(request.subnet)];
  const used = await subnetsInUse(engine, routes, claims);
  for (const subnet of wanted) {
    if (used.some((other) => overlaps(subnet, other))) continue;
    const claim = { subnet: subnet.cidr, owner: request.owner, run: request.run };
    if (await claims.take(claim)) return subnet;
  }
  throw new EnvironmentError({
    code: 'E_SUBNET_TAKEN',
    expected: `a free network: ${request.subnet ?? `a /24 of ${BENCHMARK_RANGE}`}`,
    actual: 'a route, a network of the engine or another run has it',
    advice: 'run `faultline clean`, or choose another network with --subnet',
  });
}

// Wider routes than this are ways out, like a default route: everything is behind them.
const NETWORK_PREFIX_MIN = 8;

/** Every network that the host, the engine or another run knows. */
export async function subnetsInUse(
  engine: Engine,
  routes: Routes,
  claims: Claims,
): Promise<readonly Subnet[]> {
  const [networks, destinations, claimed] = await Promise.all([
    engine.networks(),
    routes.destinations(),
    claims.list(),
  ]);
  const subnets = [
    ...networks.flatMap((network) => network.subnets),
    ...destinations,
    ...claimed.map((claim) => claim.subnet),
  ].map(subnetAround);
  return subnets.filter(
    (subnet) => subnet !== null && subnet.prefix >= NETWORK_PREFIX_MIN,
  ) as Subnet[];
}
