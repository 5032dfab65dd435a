import { writeSync } from 'node:fs';

/** Loaded with `--import` before a program: when it ends, its use of the machine is the last line on stderr. */
process.on('exit', () => {
  const { userCPUTime, maxRSS } = process.resourceUsage();
  writeSync(2, `\n${JSON.stringify({ user_s: userCPUTime / 1e6, peak_MB: maxRSS / 1024 })}`);
});
