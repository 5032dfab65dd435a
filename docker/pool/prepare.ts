import { LINKS_CHAIN } from '../../nodes/index.js';

/**
 * Prepares the network of a node, which loses all of it whenever its container starts: the names of
 * its peers, our empty chain and nothing else in the firewall, no queueing discipline, and no way
 * out of the network. `$1` is the content of /etc/hosts.
 */
export const PREPARE_SCRIPT = `
set -eu
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
