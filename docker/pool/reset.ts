import { DATA_FOLDER } from '../../harness/core/node.js';
import { PREPARE_SCRIPT } from './prepare.js';

/** Exit code of a reset that found something written outside of what it wipes; stdout has its path. */
export const STRAY = 45;
const WIPED = [DATA_FOLDER, '/tmp', '/var/tmp', '/dev/shm'];
/** Made by the first reset: what has changed since then is newer than it. */
const MARKER = '/etc/.faultline-new';
/** The engine's own files in a container, and what only looks like files. */
const NOT_THE_NODES = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/dev', '/proc', '/sys'];
const pruned = [...WIPED, ...NOT_THE_NODES].map((path) => `-path ${path}`).join(' -o ');

/** Of the shell: whether any process of a node runs but the first and the shell itself. */
export const OTHERS = `
others() {
  for entry in /proc/[0-9]*; do
    case "\${entry#/proc/}" in 1|$$) ;; *) [ ! -e "$entry" ] || return 0 ;; esac
  done
  return 1
}
`;

/**
 * Makes a node as good as new, in one command: every process but the first is killed and gone,
 * data and shared memory are wiped, and the network is prepared. Where a file elsewhere was
 * changed it ends with {@link STRAY}: the node must be made anew. `$1` is the content of
 * /etc/hosts.
 */
export const RESET_SCRIPT = `
set -eu
${OTHERS}
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
${PREPARE_SCRIPT}`;
