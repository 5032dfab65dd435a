import type { ProgramDescriptors } from '../../harness/core/programs.js';
import type { Host } from './host.js';
import { LIMIT_DESCRIPTORS, TELL_DESCRIPTORS } from './scripts.js';

/** What the programs of a host may have open. */
export class HostDescriptors implements ProgramDescriptors {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async of(name: string) {
    const { stdout } = await this.#host.script(`tell what ${name} has open`, TELL_DESCRIPTORS, [
      name,
    ]);
    const [open = Number.NaN, ...limits] = stdout.trim().split('\n').map(Number);
    return { open, limit: Math.max(...limits) };
  }

  async limit(name: string, limit: number): Promise<void> {
    const what = `limit what ${name} may have open`;
    await this.#host.script(what, LIMIT_DESCRIPTORS, [name, String(limit)]);
  }
}
