import { InputError } from '../../harness/index.js';
import { SERVER_DEFAULTS, type ServerOptions } from './server-options.js';
import { hasWaitAof } from './versions.js';

/** An option that makes no sense beside the others. */
interface Nonsense {
  readonly is: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly advice: string;
}

/** @throws InputError for the first that makes no sense. */
export function refuseNonsense(checks: readonly Nonsense[]): void {
  const found = checks.find(({ is }) => is);
  if (found === undefined) return;
  const { expected, actual, advice } = found;
  throw new InputError({ code: 'E_REDIS_OPTION', expected, actual, advice });
}

/**
 * Checks the options of servers against each other.
 * @param replicas how many replicas a primary begins with.
 * @throws InputError for the first that makes no sense.
 */
export function checkServerOptions(options: ServerOptions, replicas: number): void {
  const { minReplicasToWrite, minReplicasMaxLag_s, appendonly, appendfsync } = options;
  const { replTimeout_s, replPingReplicaPeriod_s, waitReplicas } = options;
  const { version, waitAofReplicas } = options;
  const waitsForAof = waitAofReplicas > 0 || options.waitAofLocal > 0;
  refuseNonsense([
    {
      is: minReplicasToWrite > replicas,
      expected: `minReplicasToWrite from 0 to ${replicas}: a primary begins with ${replicas} replicas`,
      actual: `it is ${minReplicasToWrite}, with which the primary refuses every write`,
      advice: 'lower minReplicasToWrite, or give more nodes with --nodes',
    },
    {
      is: minReplicasToWrite > 0 && minReplicasMaxLag_s === 0,
      expected: 'minReplicasMaxLag_s of at least 1 with minReplicasToWrite',
      actual: 'it is 0, with which Redis ignores minReplicasToWrite',
      advice: 'raise minReplicasMaxLag_s, or leave minReplicasToWrite at 0',
    },
    {
      is: waitReplicas > replicas,
      expected: `waitReplicas from 0 to ${replicas}: a primary begins with ${replicas} replicas`,
      actual: `it is ${waitReplicas}, with which no write is ever acknowledged`,
      advice: 'lower waitReplicas, or give more nodes with --nodes',
    },
    {
      is: waitAofReplicas > replicas,
      expected: `waitAofReplicas from 0 to ${replicas}: a primary begins with ${replicas} replicas`,
      actual: `it is ${waitAofReplicas}, with which no write is ever acknowledged`,
      advice: 'lower waitAofReplicas, or give more nodes with --nodes',
    },
    {
      is: waitsForAof && !hasWaitAof(version),
      expected: 'waitAofLocal and waitAofReplicas of a version that has WAITAOF: 7.2 or later',
      actual: `the version is ${version}`,
      advice: 'add --system-option version=8.0, or use waitReplicas',
    },
    {
      is: waitsForAof && (!appendonly || appendfsync === 'no'),
      expected: 'waitAofLocal and waitAofReplicas together with an append-only file that is synced',
      actual: appendonly
        ? 'appendfsync is no, with which no server knows what is synced'
        : 'there is no append-only file',
      advice: 'add --system-option appendonly=true, and appendfsync=always or everysec',
    },
    {
      is: waitsForAof && waitReplicas > 0,
      expected: 'either waitReplicas, or waitAofLocal and waitAofReplicas',
      actual: 'both are given, and a client waits once after each write',
      advice: 'leave waitReplicas out: what a replica has synced it has received',
    },
    {
      is: !appendonly && appendfsync !== SERVER_DEFAULTS.appendfsync,
      expected: 'appendfsync together with appendonly=true',
      actual: `appendfsync is ${appendfsync}, and there is no append-only file`,
      advice: 'add --system-option appendonly=true, or leave appendfsync out',
    },
    {
      is: replPingReplicaPeriod_s >= replTimeout_s,
      expected: 'replPingReplicaPeriod_s below replTimeout_s',
      actual: `they are ${replPingReplicaPeriod_s} and ${replTimeout_s}: a link without writes would be taken for broken between two pings`,
      advice: 'lower replPingReplicaPeriod_s, or raise replTimeout_s',
    },
  ]);
}
