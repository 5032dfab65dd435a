/** What goes wrong, how it is proven, how it heals. */
export { FAULTS } from './faults.js';
export { lastBegin_ms } from './last-begin.js';
export { Needs } from './needs.js';
export { createNemesis } from './nemesis.js';
export { overlapIn } from './overlap.js';
export { type FaultPlan, planFaults } from './plan-faults.js';
export type { PlannedCluster } from './planned-cluster.js';
export { recordedSchedule } from './recorded-schedule.js';
export { scheduleGenerator } from './schedule-generator.js';
