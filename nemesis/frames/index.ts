/** What a fault is made of: frames, targets, values. Public: also for faults of a user's own. */
export { foundWithin } from './found-within.js';
export { type HappensOn, nodeEvent, type NodeEventKind } from './node-event.js';
export { type Harm, nodeAccount } from './node-account.js';
export type { Finding, NodeFaultKind, Note, OnNode } from './node-fault/kind.js';
export { nodeFault } from './node-fault/node-fault.js';
export { ADMINISTRATION_OVERLAP, GROUP_OVERLAP } from './overlaps.js';
export { parameterFault, type ParameterFaultKind, type Parameters } from './parameter-fault.js';
export { PROCESS_OVERLAP, processFault, type ProcessFaultKind } from './process-fault.js';
export { awaitRunning, awaitStates, type ProcessState, startGone } from './process-states.js';
export { momentFor, type Moment } from './target.js';
export { checkedNoValue, checkedValue } from './value.js';
