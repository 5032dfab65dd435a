import { LINKS_CHAIN } from './rules.js';

/** Of the shell: puts our chain, empty, at the top of INPUT and OUTPUT, where it is not there. */
export const HANG_CHAIN = `
iptables -w -N ${LINKS_CHAIN} 2>/dev/null || iptables -w -F ${LINKS_CHAIN}
for chain in INPUT OUTPUT; do
  iptables -w -C $chain -j ${LINKS_CHAIN} 2>/dev/null || iptables -w -I $chain 1 -j ${LINKS_CHAIN}
done
`;

/** Of the shell: removes our chain; does nothing where there is none. */
export const REMOVE_CHAIN = `
for chain in INPUT OUTPUT; do
  while iptables -w -D $chain -j ${LINKS_CHAIN} 2>/dev/null; do :; done
done
if iptables -w -F ${LINKS_CHAIN} 2>/dev/null; then iptables -w -X ${LINKS_CHAIN}; fi
`;
