import type { Disturbance } from '../../harness/core/capabilities.js';
import type { NodeNetwork, SharedNetwork } from '../node-network.js';

/** A chain of its own, so that healing the links leaves it alone, and the other way round. */
const LOSS_CHAIN = 'FAULTLINE_LOSS';
/** Our handle of the root queueing discipline where the device is not the node's alone. */
const HANDLE = 'fa17:';
/** More than any device sends. */
const NO_LIMIT = 'rate 30gbit burst 1mb cburst 1mb';

/** Discards a share of what comes in from the network; `$1` is the probability. */
export function loseScript({ shared }: NodeNetwork): string {
  const device = shared?.device ?? 'eth0';
  const from = shared?.others.map((address) => `-s ${address}`) ?? [''];
  return `
set -e
iptables -w -N ${LOSS_CHAIN} 2>/dev/null || iptables -w -F ${LOSS_CHAIN}
iptables -w -C INPUT -i ${device} -j ${LOSS_CHAIN} 2>/dev/null || iptables -w -I INPUT 2 -i ${device} -j ${LOSS_CHAIN}
${spareControl(shared)}
${from.map((match) => `iptables -w -A ${LOSS_CHAIN} ${match} -m statistic --mode random --probability "$1" -j DROP`).join('\n')}
`;
}

function spareControl(shared: SharedNetwork | undefined): string {
  if (shared?.control === undefined) return '';
  const { address, port } = shared.control;
  return `iptables -w -A ${LOSS_CHAIN} -s ${address} -p tcp --dport ${String(port)} -j RETURN`;
}

/** Slows what goes out; `$1` is the rate in kbit/s, `$2` the bytes that may go at once. */
export function slowScript(network: NodeNetwork): string {
  return shaped(network, 'tbf rate "$1"kbit burst "$2" latency 300ms');
}

/** Disturbs what goes out; the parameters are netem's. Its queue is never what loses packets. */
export function disturbScript(network: NodeNetwork): string {
  return shaped(network, 'netem limit 100000 "$@"');
}

// A device that is not the node's alone gets a class for what goes to the others; all else, and the
// connection by which commands come, passes it by.
function shaped({ shared }: NodeNetwork, discipline: string): string {
  if (shared === undefined) return `tc qdisc replace dev eth0 root ${discipline}`;
  const { device, others, control } = shared;
  const spared =
    control === undefined
      ? ''
      : `match ip protocol 6 0xff match ip sport ${String(control.port)} 0xffff match ip dst ${control.address}/32 flowid ${HANDLE}`;
  const filter = `tc filter add dev ${device} parent ${HANDLE} protocol ip`;
  return `
set -e
case "$(tc qdisc show dev ${device} root)" in
  *"htb ${HANDLE}"*) tc filter del dev ${device} parent ${HANDLE} ;;
  *' 0: root'*) tc qdisc add dev ${device} root handle ${HANDLE} htb ;;
  *) echo "${device} has a queueing discipline that is not ours, and would be lost" >&2; exit 1 ;;
esac
tc class replace dev ${device} parent ${HANDLE} classid ${HANDLE}1 htb ${NO_LIMIT} quantum 60000
tc qdisc replace dev ${device} parent ${HANDLE}1 ${discipline}
${spared === '' ? '' : `${filter} prio 1 u32 ${spared}`}
${others.map((address) => `${filter} prio 2 u32 match ip dst ${address}/32 flowid ${HANDLE}1`).join('\n')}
`;
}

/** netem's parameters for a disturbance. */
export function netemParameters(disturbance: Disturbance): readonly string[] {
  if (disturbance.kind === 'delay') {
    const { delay_ms, jitter_ms } = disturbance;
    return ['delay', `${delay_ms}ms`, ...(jitter_ms > 0 ? [`${jitter_ms}ms`] : [])];
  }
  const share = [disturbance.kind, `${disturbance.percent}%`];
  return disturbance.kind === 'reorder' ? ['delay', `${disturbance.delay_ms}ms`, ...share] : share;
}

/** Undoes all of that; what is not there needs no undoing. */
export function restoreTrafficScript(shared?: Pick<SharedNetwork, 'device'>): string {
  const device = shared?.device ?? 'eth0';
  const ours = shared === undefined ? '*tbf*|*netem*' : `*"htb ${HANDLE}"*`;
  return `
if iptables -w -D INPUT -i ${device} -j ${LOSS_CHAIN} 2>/dev/null; then
  iptables -w -F ${LOSS_CHAIN} && iptables -w -X ${LOSS_CHAIN} || exit 1
fi
case "$(tc qdisc show dev ${device} root)" in ${ours}) tc qdisc del dev ${device} root ;; esac
`;
}

/** Prints all that the above left in the kernel; what is not there is not printed. */
export function readRulesScript({ shared }: NodeNetwork): string {
  return `
iptables -w -S INPUT | grep -w ${LOSS_CHAIN}
iptables -w -S ${LOSS_CHAIN} 2>/dev/null
tc qdisc show dev ${shared?.device ?? 'eth0'}
`;
}

/**
 * The rules that {@link readRulesScript} prints: all that shapes traffic, without the count of those
 * that use a queue.
 */
export function rulesIn(printed: string): string {
  return printed
    .split('\n')
    .filter((line) => line.startsWith('-A') || /^qdisc (?:tbf|netem)/.test(line))
    .map((line) => line.replace(/ refcnt \d+/, '').trim())
    .join('; ');
}
