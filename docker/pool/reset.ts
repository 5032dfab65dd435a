import { DATA_FOLDER } from '../../harness/core/node.js';

/** Exit code of a reset that found something written outside of what it wipes; stdout has its path. */
export const STRAY = 45;
const WIPED = [DATA_FOLDER, '/tmp', '/var/tmp', '/dev/shm'];
/** Made by a container's first process: what has changed since then is newer than it. */
export const MARKER = '/etc/.faultline-new';
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

/** Makes the marker, once. The second `touch` makes it newer than the change of its own folder. */
export const MARK = `[ -e ${MARKER} ] || { touch ${MARKER}; touch ${MARKER}; }`;

/** Kills every process of a container but the first, and waits until all are gone. */
export const KILL_OTHERS = `
set -eu
${OTHERS}
tries=0
while others; do
  kill -KILL -1 2>/dev/null || true
  tries=$((tries + 1))
  [ $tries -lt 300 ] || { echo 'processes survive SIGKILL:'; cat /proc/[0-9]*/comm; exit 1; } >&2
  ! others || sleep 0.01
done
`;

/**
 * Makes a container as good as new, in one command: every process but the first is killed and gone,
 * data and shared memory are wiped. Where a file elsewhere was changed it ends with {@link STRAY}:
 * the container must be made anew.
 */
export const RESET_SCRIPT = `
${KILL_OTHERS}
mkdir -p ${DATA_FOLDER}
find ${WIPED.join(' ')} -mindepth 1 -delete
${MARK}
stray=$(find / -xdev \\( ${pruned} \\) -prune -o -cnewer ${MARKER} -print -quit)
[ -z "$stray" ] || { echo "$stray"; exit ${String(STRAY)}; }
chmod 1777 ${DATA_FOLDER}
`;
