export { KEEPER_COMMAND, PROBE_PORT } from './keeper.js';
export { NodeLinks } from './links/node-links.js';
export { LINKS_CHAIN } from './links/rules.js';
export type { NodeNetwork, SharedNetwork } from './node-network.js';
export { isAlive, ownerOf } from './owner.js';
export { NodeTraffic } from './traffic/node-traffic.js';
export { restoreTrafficScript } from './traffic/shaping.js';
