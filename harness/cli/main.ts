#!/usr/bin/env node
import { commandLine } from './command-line.js';

await commandLine(process.argv);
// A user's driver may have left connections or timers behind, which would keep the process.
process.exit();
