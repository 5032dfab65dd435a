export { renderConsole, type ConsoleOptions } from './console.js';
export { renderHtml } from './html/page.js';
export { renderJson } from './json.js';
export { renderJUnit } from './junit.js';
export { renderMarkdown } from './markdown.js';
export { renderTrackRecord } from './track-record.js';
export {
  caseResult,
  judgedState,
  testCaseOf,
  type TestCase,
  type TestCaseState,
} from './test-case.js';
export { resultInWords, resultOf, type ReportedRun, type RunResult } from './run-result.js';
