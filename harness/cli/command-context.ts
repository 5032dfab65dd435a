import type { LoadedCatalogue } from '../catalogue/index.js';
import type { ConfigOptions } from './common-options.js';

/** What the commands are told. */
export interface CommandContext {
  /** How a user starts the command line. */
  readonly invocation: string;
  /** What stood behind it this time. */
  readonly words: readonly string[];
  /**
   * What is built in, what belongs to the command line, and what the user's own config adds.
   * @throws InputError where a config is wrong.
   */
  catalogue(options: ConfigOptions): Promise<LoadedCatalogue>;
}
