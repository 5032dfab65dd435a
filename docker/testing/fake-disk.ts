import type { Disk } from '../disks/disk.js';
import { diskError } from '../disks/host-command.js';

/** Disks in memory, by the paths of their files; what is done to them is noted. */
export class FakeDisks {
  /** In order: `create n1`, by the names of the files. */
  readonly calls: string[];
  readonly there = new Set<string>();
  /** Calls whose text starts with one of these are refused. */
  readonly refused = new Set<string>();

  /** Notes its calls among others', so that their order can be seen. */
  constructor(calls: string[] = []) {
    this.calls = calls;
  }

  readonly at = (path: string): Disk => {
    const name = path.slice(path.lastIndexOf('/') + 1).replace('.img', '');
    const act = async (what: string): Promise<void> => {
      const call = `${what} ${name}`;
      for (const one of this.refused) if (call.startsWith(one)) throw diskError(call, 'refused');
      this.calls.push(call);
    };
    return {
      create: async () => {
        await act('createDisk');
        this.there.add(path);
      },
      mount: () => act('mountDisk'),
      here: () => Promise.reject(new Error('a fake disk is mounted nowhere on this machine')),
      unmount: () => act('unmountDisk'),
      check: async () => {
        await act('checkDisk');
        return 'clean';
      },
      device: async () => ({ name: 'loop0', number: '7:0' }),
      remove: async () => {
        await act('removeDisk');
        this.there.delete(path);
      },
    };
  };
}
