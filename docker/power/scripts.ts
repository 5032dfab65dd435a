import { OTHERS } from '../pool/reset.js';

/** Exit code of {@link END_ALL} where processes were left when the time was up. */
export const ENDED_LATE = 46;

/**
 * Tells every process of a node but the first to end, and waits for as many seconds as `$1` says
 * until all are gone. One that is stopped could not hear it, so all are told to go on as well.
 */
export const END_ALL = `
${OTHERS}
kill -TERM -1 2>/dev/null
kill -CONT -1 2>/dev/null
end=$(( $(cut -d. -f1 /proc/uptime) + \${1%.*} ))
while others; do
  [ "$(cut -d. -f1 /proc/uptime)" -le "$end" ] || exit ${String(ENDED_LATE)}
  sleep 0.05
done
`;
