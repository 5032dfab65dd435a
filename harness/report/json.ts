import type { Json } from '../core/json.js';
import { jsonText } from '../core/json-text.js';
import { resultOf, type ReportedRun } from './run-result.js';

/** A run for programs: everything but the history, as one JSON document. */
export function renderJson(run: ReportedRun): string {
  const { folder, plan, scenario, run: record, analysis } = run;
  const document = { result: resultOf(run), folder, scenario, run: record, plan, analysis };
  return `${jsonText(document as unknown as Json, 2)}\n`;
}
