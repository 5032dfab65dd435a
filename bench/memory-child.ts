import { interpreterRate } from './recording.js';

/** Records as many ops as the argument says and prints the peak memory of this process in MB. */
const ops = Number(process.argv[2]);
const { rate, history } = await interpreterRate(ops);
const peak_MB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ops, events: history.length, rate, peak_MB }));
