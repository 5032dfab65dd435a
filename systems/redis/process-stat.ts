/**
 * The tick of the boot at which a process started, of `/proc/<pid>/stat` (proc(5)). The name may
 * hold anything; it ends at the last parenthesis. `starttime` is the 22nd field.
 */
export function startTick(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
}

/** The age of a process in seconds, of `/proc/uptime` and `/proc/<pid>/stat`. */
export function processAge(uptime: string, stat: string): number {
  const TICKS_PER_S = 100;
  return Number(uptime.split(' ')[0]) - startTick(stat) / TICKS_PER_S;
}
