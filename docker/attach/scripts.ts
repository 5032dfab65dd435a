import { HANG_CHAIN, REMOVE_CHAIN, restoreTrafficScript } from '../../nodes/index.js';

/** Where a sandbox notes what is to be undone; it outlives a new start of the sandbox. */
const NOTES = '/run/faultline';

/**
 * Puts our chain into the network of a container that is not ours, and then runs what answers probes.
 * `$1` is the address of the node, the rest that command. What was there before is noted first. The sandbox
 * stays when the command ends: all is undone from within it.
 */
export const ATTACH = `
set -eu
mkdir -p ${NOTES}; rm -f ${NOTES}/ready
if [ ! -e ${NOTES}/device ]; then
  iptables-save | grep -q '^\\*filter' || : > ${NOTES}/no-filter
  ip -o -4 addr show | sed -n "s/^[0-9]*: \\([^ ]*\\) .* inet $1\\/.*/\\1/p" > ${NOTES}/device.new
  mv ${NOTES}/device.new ${NOTES}/device
fi
${HANG_CHAIN}
: > ${NOTES}/ready
shift
"$@" || true
exec sleep infinity
`;

const UNTIL_READY = `
tries=0
until [ -e ${NOTES}/ready ]; do
  tries=$((tries + 1)); [ $tries -lt 500 ] || { echo 'its sandbox does not get ready' >&2; exit 1; }
  sleep 0.02
done
`;

/** Prints the device of the node's address, once the sandbox is ready. */
export const READ_DEVICE = `${UNTIL_READY}
cat ${NOTES}/device
`;

/** Undoes all that was done to the network; the table of filters goes where it came with our chain. */
export const DETACH = `
set -eu
${UNTIL_READY}
device=$(cat ${NOTES}/device)
${restoreTrafficScript({ device: '"$device"' })}
${REMOVE_CHAIN}
builtin='^[#*C]\\|^:[A-Z]* ACCEPT \\[0:0\\]$'
if [ -e ${NOTES}/no-filter ] && ! iptables-save -t filter | grep -qv "$builtin"; then
  printf '*filter\\nCOMMIT\\n' | iptables-restore -w
fi
`;
