/** The one place where a plan is built, and where what can't be tested is refused. */
export { optionsFromText } from './options.js';
export {
  planReplay,
  planScenario,
  planTest,
  refusalOfScenario,
  type PlannedTest,
  type SeededRequest,
} from './plan-test.js';
export type { Planning } from './planning.js';
export { DEFAULTS } from './defaults.js';
export { nemesisRefusal } from './fault-plan.js';
export { presetsOf } from './nemesis-presets.js';
