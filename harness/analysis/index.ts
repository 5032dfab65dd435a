export { analyse, type FinishedRun } from './analyse.js';
export { judge, judgeRefusal, type Case } from './judge.js';
export { runCheckers, type CheckOptions } from './run-checkers.js';
