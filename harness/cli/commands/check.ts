import { Command, Option } from 'commander';
import { CONSISTENCY_MODELS, type ConsistencyModel } from 'ts-isolation';

import { checkFile } from '../check/check-file.js';
import { models } from '../check/models/index.js';
import { formats, type FailedCas } from '../../histories/index.js';
import { checkText } from '../check/report-text.js';
import { maxEventOption } from '../common-options.js';
import { exitCodeOfOutcome } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { named } from '../../core/named.js';
import { integer } from '../option-parsers.js';
import { Screen } from '../screen.js';

interface CheckOptions {
  readonly model: string;
  readonly format?: string;
  readonly independent?: true;
  readonly oneObject?: true;
  readonly initial?: string;
  readonly initialByKey?: string;
  readonly consistencyModel?: ConsistencyModel;
  readonly negativeBalances?: true;
  readonly offsetGaps?: true;
  readonly nilRead: 'null' | 'unknown';
  readonly failedCas?: FailedCas;
  readonly maxEvent: number;
  readonly timeout: number;
  readonly memory: number;
  readonly explain?: true;
  readonly json?: true;
}

const EXAMPLES = `Examples:
  faultline check history.edn --model cas-register --initial 0
  faultline check results/latest --model cas-register --independent
  faultline check history.json --model register --independent --initial-by-key '{"a":5,"b":7}'
  faultline check history.csv --model queue --json
  faultline check history.edn --model list-append --consistency-model serializable
`;

/** Checks a history that anyone may have recorded. */
export function checkCommand(): Command {
  return new Command('check')
    .description(
      'judge whether a recorded history is linearizable, or serializable; exits by the verdict',
    )
    .argument('<file>', 'history in any of the formats below, the folder of a run, or - for stdin')
    .requiredOption('--model <name>', 'what the store claims to be: see the models below')
    .addOption(
      new Option('--format <name>', 'format of the file (default: detected)').choices(
        formats.map(({ name }) => name),
      ),
    )
    .option('--independent', 'values are [key v]: check each key by itself')
    .addOption(
      new Option(
        '--one-object',
        'the history is about one object, although reads are invoked with [key null]',
      ).conflicts('independent'),
    )
    .option(
      '--initial <json>',
      'state at first: see the models below; or unknown: what is seen of it tells',
    )
    .option(
      '--initial-by-key <json>',
      'with --independent: an object with the state at first of single keys, as {"a":5,"b":7}',
    )
    .addOption(
      new Option(
        '--consistency-model <level>',
        'what list-append is judged against (default: strict-serializable)',
      ).choices(CONSISTENCY_MODELS),
    )
    .option('--negative-balances', 'accounts of a bank may be overdrawn')
    .option('--offset-gaps', 'a log may leave out offsets, as Kafka does')
    .addOption(
      new Option('--nil-read <meaning>', 'what a read of null saw')
        .choices(['null', 'unknown'])
        .default('null'),
    )
    .addOption(
      new Option(
        '--failed-cas <meaning>',
        'what a failed cas did that does not say what it saw (default: the format’s)',
      ).choices(['did-not-happen', 'saw-other']),
    )
    .option('--timeout <seconds>', 'bound on the check', integer(1), 60)
    .option('--memory <MiB>', 'bound on the tables of the search', integer(16), 1024)
    .addOption(maxEventOption())
    .option('--explain', 'also print whole legal orders')
    .option('--json', 'print the outcome as JSON on stdout')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', () => `\n${table('Models', modelRows())}\n\n${table('Formats', formats)}`)
    .action(async (file: string, options: CheckOptions) => {
      const screen = new Screen();
      const { signal, release } = interruptible(screen, 'exit');
      try {
        const report = await checkFile(file, {
          model: named(models, options.model, 'model'),
          ...(options.format === undefined
            ? {}
            : { format: named(formats, options.format, 'format') }),
          ...(options.initial === undefined ? {} : { initial: options.initial }),
          ...(options.initialByKey === undefined ? {} : { initialByKey: options.initialByKey }),
          ...(options.consistencyModel === undefined
            ? {}
            : { consistencyModel: options.consistencyModel }),
          ...(options.negativeBalances === undefined ? {} : { negativeBalances: true }),
          ...(options.offsetGaps === undefined ? {} : { offsetGaps: true }),
          ...(options.failedCas === undefined ? {} : { failedCas: options.failedCas }),
          independent: options.independent === true,
          oneObject: options.oneObject === true,
          nilRead: options.nilRead,
          maxEvent_MiB: options.maxEvent,
          timeout_ms: options.timeout * 1000,
          memory_bytes: options.memory * 1024 ** 2,
          explain: options.explain === true,
          signal,
          onProgress: (line) => screen.status(line),
        });
        screen.status('');
        screen.result(options.json === true ? JSON.stringify(report, null, 2) : checkText(report));
        process.exitCode = exitCodeOfOutcome(report.outcome);
      } finally {
        release();
      }
    });
}

function modelRows(): { readonly name: string; readonly summary: string }[] {
  return models.map(({ name, summary, ops, initial }) => ({
    name,
    summary: `${summary}: ${ops}${initial === null ? '' : `; --initial: ${initial}`}`,
  }));
}

function table(
  title: string,
  rows: readonly { readonly name: string; readonly summary: string }[],
): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return [
    `${title}:`,
    ...rows.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
  ].join('\n');
}
