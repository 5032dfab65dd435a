import { join } from 'node:path';

import type { Json } from '../core/json.js';
import { jsonText } from '../core/json-text.js';
import type { ImportedHistory } from '../core/plan.js';
import type { RunReport } from '../core/results.js';
import type { Text } from '../core/styled-text.js';
import { renderConsole } from '../report/index.js';
import { FILES } from '../store/layout.js';
import { stdout } from './output.js';
import type { Screen } from './screen.js';

/** What a program gets of one run, fresh or stored: one line of JSON. */
interface RunSummary {
  readonly name: string;
  readonly outcome: string;
  readonly sentence: string;
  readonly judgement: RunReport['analysis']['judgement'];
  readonly verdicts: RunReport['analysis']['verdicts'];
  /** `null` where it is removed when the command is over. */
  readonly folder: string | null;
  readonly report: string | null;
  /** Of a run of ours. */
  readonly seed?: number;
  /** Of a history of others: what was read. */
  readonly imported?: ImportedHistory & {
    readonly events: number;
    readonly notes: readonly string[];
  };
  readonly simulated: boolean;
  readonly command: string;
}

function summaryOf(report: RunReport, kept: boolean): RunSummary {
  const { analysis, folder, history, plan, run } = report;
  return {
    name: plan.name,
    outcome: analysis.outcome,
    sentence: analysis.sentence,
    judgement: analysis.judgement,
    verdicts: analysis.verdicts,
    folder: kept ? folder : null,
    report: kept ? join(folder, FILES.report) : null,
    ...(plan.imported === undefined
      ? { seed: plan.seed }
      : { imported: { ...plan.imported, events: history.length, notes: run.notes ?? [] } }),
    simulated: run.simulated,
    command: run.command,
  };
}

/** The end of a run as text, fit for wherever stdout goes. */
export function consoleText(report: RunReport, kept = true): Text {
  return renderConsole(report, {
    width: Math.min(stdout.columns ?? 100, 100),
    kept,
    ...(kept ? { htmlPath: join(report.folder, FILES.report) } : {}),
  });
}

/**
 * Prints one run: for people, or as one line of JSON, so that several runs are lines of a file.
 * @param kept - whether its folder stays when the command is over.
 */
export function printRun(screen: Screen, report: RunReport, asJson: boolean, kept = true): void {
  screen.result(
    asJson ? jsonText(summaryOf(report, kept) as unknown as Json) : consoleText(report, kept),
  );
}
