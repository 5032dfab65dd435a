import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import { FAKETIME_LIBRARY, type Node, type NodePool } from '../../harness/core/node.js';
import { LINKS_CHAIN } from '../../nodes/index.js';
import { NODE_UNREACHABLE } from '../pool/unreachable.js';
import { type Check, type Finding, limited, missing, ok } from './finding.js';

const IPTABLES =
  `iptables -w -A ${LINKS_CHAIN} -s 192.0.2.1 -p tcp -j REJECT --reject-with tcp-reset && ` +
  `iptables -w -A ${LINKS_CHAIN} -s 192.0.2.1 -j DROP && ` +
  `iptables-save -c -t filter | grep -q 192.0.2.1 && iptables -w -F ${LINKS_CHAIN}`;
// Under +3600 s, `date` must be an hour ahead.
const FAKETIME =
  'now=$(date +%s) && ' +
  `fake=$(LD_PRELOAD=${FAKETIME_LIBRARY} FAKETIME=+3600 date +%s) && [ $((fake - now)) -ge 3599 ]`;

const NOT_LOOKED_AT = 'not looked at: that takes a node';

/** What can be seen in a running sandbox alone: starts one, looks, and leaves the pool to its owner. */
export async function checkNode(pool: NodePool, signal: AbortSignal): Promise<readonly Finding[]> {
  let node: Node | undefined;
  try {
    [node] = (await pool.acquire({ names: ['n1'] }, signal)).nodes;
    if (node === undefined) throw new Error('the pool gave no node');
  } catch (thrown) {
    if (thrown instanceof EnvironmentError && thrown.code === NODE_UNREACHABLE) {
      const { actual, advice } = thrown;
      return [
        missing('node', actual, 'nodes start, but no client here reaches them', advice),
        ...nodeUnknown(advice),
      ];
    }
    const advice = 'mend what it says; nothing runs on real nodes until then';
    return [
      missing('node', messageOf(thrown), 'no node starts here', advice),
      ...nodeUnknown(advice),
    ];
  }
  const works = async (script: string): Promise<string | null> => {
    const result = await node.exec(['sh', '-c', script]);
    return result.exitCode === 0 ? null : (result.stderr || result.stdout).trim() || 'it failed';
  };
  const iptables = await works(IPTABLES);
  const faketime = await works(FAKETIME);
  return [
    ok('node', 'a node starts, behind its guard route', 'runs on real nodes go'),
    iptables === null
      ? ok('iptables', 'drops, rejects and counts in a node', 'partitions work')
      : missing('iptables', iptables, 'no partitions', 'load the kernel modules of nf_tables'),
    faketime === null
      ? ok('libfaketime', 'shifts the clock of a program in a node', 'clock faults work')
      : limited(
          'libfaketime',
          faketime,
          'no clock faults',
          'it is in the image `sandbox`: look at what its build says',
        ),
  ];
}

/** The same findings where there is no node to look in. */
export function nodeUnknown(advice: string): readonly Finding[] {
  const checks: readonly Check[] = ['iptables', 'libfaketime'];
  return checks.map((check) => limited(check, NOT_LOOKED_AT, 'not known', advice));
}
