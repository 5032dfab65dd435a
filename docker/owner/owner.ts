import { readFile } from 'node:fs/promises';

/**
 * A process, for all time: its pid, the tick of the boot at which it started, and the boot. A
 * pid alone would come back after a while as somebody else.
 */
export async function ownerOf(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is the program's name in brackets, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    const startTick = fields[19];
    if (startTick === undefined || state === 'Z' || state === 'X') return null;
    return `${String(pid)}-${startTick}-${boot.slice(0, 8)}`;
  } catch {
    return null;
  }
}

/** Whether the process that an owner names still runs. */
export async function isAlive(owner: string): Promise<boolean> {
  const pid = Number.parseInt(owner, 10);
  return Number.isInteger(pid) && (await ownerOf(pid)) === owner;
}
