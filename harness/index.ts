/// <reference types="node" preserve="true" />
/**
 * Faultline's public API: what a config, a scenario or a store of your own may import.
 */
export * from './core/bound.js';
export * from './core/capabilities.js';
export * from './core/capability.js';
export * from './core/catalogue.js';
export * from './core/checker.js';
export { clientProgram, type ClientProgram } from './client-program/client-program.js';
export * from './core/client.js';
export * from './core/client-definition.js';
export * from './core/client-fit.js';
export { clientSource, type ClientSourceRequest } from './core/client-source.js';
export {
  NS_PER_MS,
  NS_PER_S,
  sleep as wait,
  systemClock,
  type Cancel,
  type Clock,
} from './core/clock.js';
export * from './core/data-type.js';
export * from './core/data-types/index.js';
export * from './core/errors.js';
export * from './core/fault.js';
export { TRUE_CLOCK } from './core/faketime/clock-file.js';
export { CLEAR_LEFT_BEHIND, faketimeEnvironment, preloadOf } from './core/faketime/preload.js';
export {
  preloadedClocks,
  type PreloadedNode,
  type PreloadedProgram,
} from './core/faketime/preloaded-clocks.js';
export { HELD_ELSEWHERE, SCAN_ENDS, type ScanPiece } from './core/final-read.js';
export * from './core/generator/index.js';
export * from './core/history.js';
export * from './core/json.js';
export * from './core/kernel.js';
export * from './core/layout.js';
export type { Log } from './core/log.js';
export type * from './core/machine.js';
export * from './core/model.js';
export { modelOptions } from './core/model-options.js';
export * from './core/nemesis.js';
export * from './core/node.js';
export * from './core/exec.js';
export * from './core/op.js';
export * from './core/op-errors.js';
export * from './core/plan.js';
export {
  planReplay,
  planScenario,
  planTest,
  type PlannedTest,
  type Planning,
  type SeededRequest,
} from './plan/index.js';
export { compose, type ComposedNodes } from './compose/index.js';
export { poll, type Polled } from './core/poll.js';
export * from './core/preset.js';
export * from './core/programs.js';
export * from './core/random.js';
export * from './core/results.js';
export * from './core/scenario.js';
export * from './core/schedule.js';
export * from './core/section.js';
export type { ChangedSetting } from './core/setting.js';
export type * from './core/storage.js';
export * from './core/attached-containers.js';
export * from './core/ssh-hosts.js';
export * from './core/cluster-view.js';
export type { LogMatch, LogMatches } from './core/log-patterns.js';
export * from './core/store-event.js';
export * from './core/witness.js';
export * from './core/system.js';
export * from './core/test-request.js';
export * from './described/define-system.js';
export * from './described/description.js';
export * from './core/verdict.js';
export { counted, listInWords } from './core/words.js';
export * from './core/workload.js';
export * from './core/write-roles.js';
export * from '../nemesis/frames/index.js';
/** For the values of faults: a `schema` says which fields they have. */
export { z } from 'zod';
