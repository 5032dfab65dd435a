import { join } from 'node:path';

import type { Json } from '../core/json.js';
import { jsonText } from '../core/json-text.js';
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
  readonly folder: string;
  readonly report: string;
  readonly seed: number;
  readonly simulated: boolean;
  readonly command: string;
}

function summaryOf(report: RunReport): RunSummary {
  const { analysis, folder, plan, run } = report;
  return {
    name: plan.name,
    outcome: analysis.outcome,
    sentence: analysis.sentence,
    judgement: analysis.judgement,
    verdicts: analysis.verdicts,
    folder,
    report: join(folder, FILES.report),
    seed: plan.seed,
    simulated: run.simulated,
    command: run.command,
  };
}

/** The end of a run as text, fit for wherever stdout goes. */
export function consoleText(report: RunReport): Text {
  return renderConsole(report, {
    width: Math.min(stdout.columns ?? 100, 100),
    htmlPath: join(report.folder, FILES.report),
  });
}

/** Prints one run: for people, or as one line of JSON, so that several runs are lines of a file. */
export function printRun(screen: Screen, report: RunReport, asJson: boolean): void {
  screen.result(asJson ? jsonText(summaryOf(report) as unknown as Json) : consoleText(report));
}
