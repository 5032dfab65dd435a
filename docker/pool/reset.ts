import { DATA_FOLDER } from '../../harness/core/node.js';
import { LINKS_CHAIN } from '../links/rules.js';

/** Exit code of a reset that found something written outside of what it wipes; stdout has its path. */
export const STRAY = 45;
const WIPED = [DATA_FOLDER, '/tmp', '/var/tmp', '/dev/shm'];
/** Made by the first reset: what has changed since then is newer than it. */
const MARKER = '/etc/.faultline-new';
/** The engine's own files in a container, and what only looks like files. */
const NOT_THE_NODES = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/dev', '/proc', '/sys'];
const pruned = [...WIPED, ...NOT_THE_NODES].map((path) => `-path ${path}`).join(' -o ');

/**
 * Makes a node as good as new, in one command: every process but the first is killed and gone,
 * data and shared memory are wiped, the firewall holds our empty chain and nothing else, no
 * queueing discipline is left, and there is no way out of the network. Where a file elsewhere was
 * changed it ends with {@link STRAY}: the node must be made anew. `$1` is the content of
 * /etc/hosts.
 */
export const RESET_SCRIPT = `
set -eu
others() {
  for entry in /proc/[0-9]*; do
    case "\${entry#/proc/}" in 1|$$) ;; *) [ ! -e "$entry" ] || return 0 ;; esac
  done
  return 1
}
tries=0
while others; do
  kill -KILL -1 2>/dev/null || true
  tries=$((tries + 1))
  [ $tries -lt 300 ] || { echo 'processes survive SIGKILL:' >&2; ps -ef >&2; exit 1; }
  ! others || sleep 0.01
done
mkdir -p ${DATA_FOLDER}
find ${WIPED.join(' ')} -mindepth 1 -delete
if [ -e ${MARKER} ]; then
  stray=$(find / -xdev \\( ${pruned} \\) -prune -o -cnewer ${MARKER} -print -quit)
  [ -z "$stray" ] || { echo "$stray"; exit ${String(STRAY)}; }
else
  touch ${MARKER}
  touch ${MARKER}
fi
chmod 1777 ${DATA_FOLDER}
printf '%s' "$1" > /etc/hosts
ip route del default 2>/dev/null || true
tc qdisc del dev eth0 root 2>/dev/null || true
iptables-restore -w <<'RULES'
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:${LINKS_CHAIN} - [0:0]
-A INPUT -j ${LINKS_CHAIN}
-A OUTPUT -j ${LINKS_CHAIN}
COMMIT
RULES
`;
