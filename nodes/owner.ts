import { readFile, readlink } from 'node:fs/promises';

/**
 * A process, for all time: its pid, the tick of the boot at which it started, the boot, and the
 * pid namespace that the pid is of. A pid alone would come back after a while as somebody else.
 * `null` where there is no such process, or no /proc.
 */
export async function ownerOf(pid: number): Promise<string | null> {
  try {
    const [stat, here] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, 'utf8'),
      placeOf(),
    ]);
    // The second field is the program's name in brackets, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    const startTick = fields[19];
    if (startTick === undefined || state === 'Z' || state === 'X') return null;
    return `${String(pid)}-${startTick}-${here.boot}-${here.namespace}`;
  } catch {
    return null;
  }
}

/**
 * Whether the process that an owner names still runs. One of another pid namespace of this boot
 * can't be seen from here, and counts as running.
 */
export async function isAlive(owner: string): Promise<boolean> {
  const [pid = '', , boot, namespace] = owner.split('-');
  const here = await placeOf();
  if (boot === here.boot && namespace !== undefined && namespace !== here.namespace) return true;
  return (await ownerOf(Number(pid))) === owner;
}

async function placeOf(): Promise<{ readonly boot: string; readonly namespace: string }> {
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
  ]);
  return { boot: boot.slice(0, 8), namespace: namespace.replace(/\D/g, '') };
}
