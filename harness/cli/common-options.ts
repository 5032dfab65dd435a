import type { Command } from 'commander';

import { defaultResultsFolder } from '../store/layout.js';

/** Options of every command that runs tests. */
export interface RunningOptions {
  readonly results: string;
  readonly subnet?: string;
  readonly json?: true;
  readonly junit?: string;
  readonly markdown?: string;
}

export function withRunningOptions(command: Command): Command {
  return command
    .option('--results <folder>', 'where runs land', defaultResultsFolder())
    .option('--subnet <cidr>', 'network of the nodes, inside 198.18.0.0/15 (default: a free one)')
    .option('--junit <file>', 'write JUnit XML, anew as each run ends')
    .option('--markdown <file>', 'write a summary in Markdown, anew as each run ends')
    .option('--json', 'print the outcome as JSON on stdout');
}
