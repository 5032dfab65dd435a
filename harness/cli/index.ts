/**
 * The command line as a function: a package that brings stores, workloads or checkers of its own can
 * ship a command line that has them (`faultline/cli`).
 */
export { commandLine, type CommandLineOptions } from './command-line.js';
