import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { Kernel } from '../../harness/core/kernel.js';
import type { NodePool } from '../../harness/core/node.js';
import { findBase } from '../build/base.js';
import { findImage } from '../build/image.js';
import { DEFAULT_ADDRESS, type Engine, type EngineInfo } from '../engine/engine.js';
import { subnetsInUse } from '../network/claim-subnet.js';
import type { Routes } from '../network/routes.js';
import { BENCHMARK_RANGE, networksOf, overlaps, parseSubnet } from '../network/subnet.js';
import type { Claims } from '../owner/claim.js';
import { type Finding, limited, missing, ok } from './finding.js';
import { canFix, checkDisk, checkHost, checkMemory } from './host.js';
import { checkKernel } from './kernel-checks.js';
import { checkNode, nodeUnknown } from './node-checks.js';

export interface DoctorRequest {
  readonly engine: Engine;
  readonly routes: Routes;
  readonly claims: Claims;
  readonly kernel: Kernel;
  /** Images that runs will need. */
  readonly images: readonly string[];
  readonly signal: AbortSignal;
  readonly createPool: () => Promise<NodePool>;
}

const FIX = 'run `faultline doctor --fix`';
const BY_HAND = 'start a Docker engine there (or unset DOCKER_HOST), and run as root';
const FALLBACK = 'no real nodes here; systems that run in-process (`memory`) still do';

/**
 * Looks at everything that runs on real nodes need, and says of each what is there, what follows
 * and what to do. Changes nothing, but for one short-lived node where image and engine are there.
 */
export async function doctor(request: DoctorRequest): Promise<readonly Finding[]> {
  const host = checkHost(process.platform, process.getuid?.());
  // An engine that the user has put elsewhere is not ours to start.
  const fixable = (await canFix()) && request.engine.address === DEFAULT_ADDRESS;
  let info: EngineInfo;
  try {
    info = await request.engine.info();
  } catch (thrown) {
    const advice = fixable ? FIX : BY_HAND;
    return [
      host,
      missing(
        'engine',
        thrown instanceof EnvironmentError ? thrown.actual : messageOf(thrown),
        FALLBACK,
        advice,
        fixable,
      ),
      missing('images', 'unknown without an engine', FALLBACK, advice, fixable),
      missing('node', 'none starts without an engine', FALLBACK, advice, fixable),
      ...nodeUnknown(advice),
      ...(await checkKernel(request.kernel)),
      await checkDisk('/var/lib'),
      checkMemory(),
    ];
  }
  const images = await checkImages(request, fixable);
  return [
    host,
    ok('engine', `Docker ${info.version} at ${request.engine.address}`, 'nodes can be started'),
    ...images,
    await checkSubnet(request),
    ...(await lookInNode(request, [host, ...images])),
    ...(await checkKernel(request.kernel)),
    await checkDisk(info.rootFolder),
    checkMemory(),
  ];
}

async function checkImages(request: DoctorRequest, fixable: boolean): Promise<Finding[]> {
  const base = await findBase(request.engine);
  const advice = `${FIX}, or just run: they are built then`;
  const absent: string[] = [];
  for (const name of request.images) {
    if ((await findImage(name, request.engine)) === null) absent.push(name);
  }
  return [
    base === null
      ? missing(
          'base',
          'neither pulled nor made',
          'images have nothing to stand on',
          advice,
          fixable,
        )
      : ok('base', base.tag, 'images can be built'),
    absent.length > 0
      ? missing(
          'images',
          `not built: ${absent.join(', ')}`,
          'the first run builds them',
          advice,
          fixable,
        )
      : ok('images', request.images.join(', ') || 'none asked for', 'runs start at once'),
  ];
}

async function checkSubnet({ engine, routes, claims }: DoctorRequest): Promise<Finding> {
  try {
    const used = await subnetsInUse(engine, routes, claims);
    for (const subnet of networksOf(parseSubnet(BENCHMARK_RANGE), 0)) {
      if (!used.some((other) => overlaps(subnet, other))) {
        return ok('subnet', `${subnet.cidr} is free`, 'a run can have a network of its own');
      }
    }
    const advice = 'run `faultline clean`, or give a network with --subnet';
    return missing('subnet', `${BENCHMARK_RANGE} is all taken`, 'no run can start', advice);
  } catch (thrown) {
    return limited('subnet', messageOf(thrown), 'not known', 'install iproute2');
  }
}

async function lookInNode(
  request: DoctorRequest,
  before: readonly Finding[],
): Promise<readonly Finding[]> {
  const obstacle = before.find(({ status }) => status === 'missing');
  if (request.images.length === 0 || obstacle !== undefined) {
    const advice = obstacle?.advice ?? FIX;
    const found = `not tried: ${obstacle?.check ?? 'images'} comes first`;
    return [limited('node', found, 'not known', advice), ...nodeUnknown(advice)];
  }
  let pool: NodePool | null = null;
  try {
    pool = await request.createPool();
    return await checkNode(pool, request.signal);
  } catch (thrown) {
    const advice = 'mend what it says; nothing runs on real nodes until then';
    return [
      missing('node', messageOf(thrown), 'no node starts here', advice),
      ...nodeUnknown(advice),
    ];
  } finally {
    await pool?.dispose();
  }
}
