import { join } from 'node:path';

import { Command, Option } from 'commander';

import { analyseStored } from '../analysis.js';
import type { CommandContext } from '../command-context.js';
import { type ConfigOptions, configOption, maxEventOption } from '../common-options.js';
import { renderJson, renderMarkdown, testCaseOf } from '../../report/index.js';
import { FILES } from '../../store/layout.js';
import { Screen } from '../screen.js';
import { consoleText } from '../summary.js';

interface ReportOptions extends ConfigOptions {
  readonly format: string;
  readonly maxEvent: number;
}

/** Shows a stored run: the path of its page, or the run as text. */
export function reportCommand(line: CommandContext): Command {
  return new Command('report')
    .description('write a stored run’s report anew and tell where it is, or print it as text')
    .argument('<run>', 'folder of a run, such as results/latest')
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices(['html', 'text', 'markdown', 'json'])
        .default('html', 'the path of the page'),
    )
    .addOption(configOption())
    .addOption(maxEventOption())
    .addHelpText(
      'before',
      'Examples:\n  faultline report results/latest\n  faultline report results/latest --format text\n',
    )
    .action(async (folder: string, { config, format, maxEvent }: ReportOptions) => {
      const catalogue = await line.catalogue(config === undefined ? {} : { config });
      const report = await analyseStored(folder, catalogue, { maxEvent_MiB: maxEvent });
      const text = {
        html: () => join(report.folder, FILES.report),
        text: () => consoleText(report),
        json: () => renderJson(report),
        markdown: () => renderMarkdown([testCaseOf(report)], process.cwd()),
      }[format];
      new Screen().result(text?.() ?? '');
    });
}
