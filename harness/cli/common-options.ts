import type { Command } from 'commander';

import { nodeSubnet } from '../../docker/index.js';
import { defaultResultsFolder } from '../store/layout.js';
import { atLeast } from './option-parsers.js';

/** Options of every command that runs tests. */
export interface RunningOptions {
  readonly results: string;
  readonly subnet?: string;
  readonly json?: true;
  /** GiB. */
  readonly resultsLimit: number;
  readonly junit?: string;
  readonly markdown?: string;
}

export function withRunningOptions(command: Command): Command {
  return command
    .option('--results <folder>', 'where runs land', defaultResultsFolder())
    .option(
      '--results-limit <GiB>',
      'bound on all stored runs: past it the oldest that passed are removed; 0: no bound',
      atLeast(0),
      10,
    )
    .option(
      '--subnet <cidr>',
      'network of the nodes, inside 198.18.0.0/15 (default: a free one)',
      (text) => nodeSubnet(text).cidr,
    )
    .option('--junit <file>', 'write JUnit XML, anew as each run ends')
    .option('--markdown <file>', 'write a summary in Markdown, anew as each run ends')
    .option('--json', 'print the outcome of each run as a line of JSON on stdout');
}
