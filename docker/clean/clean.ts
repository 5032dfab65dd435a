import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import { detach } from '../attach/attachment.js';
import { BOOTSTRAP_PREFIX, removeRoot } from '../build/bootstrap.js';
import { diskImages, emptyDiskFolders, removeDiskFolder } from '../disks/disk-folder.js';
import type { DiskParts } from '../disks/pool-disks.js';
import type { Engine } from '../engine/engine.js';
import { engineMayHaveBeenHere } from './engine-trace.js';
import { removeThawed } from '../engine/remove-thawed.js';
import type { Routes } from '../network/routes.js';
import type { Claims } from '../owner/claim.js';
import { ATTACHED_LABEL, OWNER_LABEL } from '../owner/labels.js';
import { isAlive } from '../../nodes/index.js';

export interface CleanRequest {
  readonly engine: Engine;
  readonly routes: Routes;
  readonly claims: Claims;
  /** Where disks lie, among others. */
  readonly stateFolder: string;
  readonly diskAt: DiskParts['diskAt'];
  /** Also what belongs to a harness that still runs. */
  readonly all: boolean;
  /** Only tells what would be removed. */
  readonly dryRun?: boolean;
}

/** What `clean` did, in words: `container faultline-c6120700-n1`. */
export interface CleanReport {
  /** In a dry run: what would be removed. */
  readonly removed: readonly string[];
  /** Ours, but of a harness that still runs. */
  readonly kept: readonly string[];
  /** What could not be removed, and why. */
  readonly failures: readonly string[];
}

/**
 * Removes what a killed harness left behind: containers, networks, disks, guard routes, claims and
 * half-made base images whose owner is dead. Goes by our labels, claims and names alone, so it
 * never touches what the harness did not create. Images stay: they are what makes runs quick.
 */
export async function clean(request: CleanRequest): Promise<CleanReport> {
  const work = new Cleaning(request);
  await work.engine();
  await work.disks();
  await work.claims();
  await work.bootstraps();
  return work;
}

class Cleaning implements CleanReport {
  readonly removed: string[] = [];
  readonly kept: string[] = [];
  readonly failures: string[] = [];
  readonly #request: CleanRequest;
  /** Owners of containers or networks that are still there. */
  readonly #unfinished = new Set<string>();
  #engineAnswered = false;

  constructor(request: CleanRequest) {
    this.#request = request;
  }

  async engine(): Promise<void> {
    const { engine } = this.#request;
    try {
      for (const { id, name, state, labels } of await engine.containers(OWNER_LABEL)) {
        const attached = labels[ATTACHED_LABEL];
        const remove = (): Promise<void> =>
          attached === undefined
            ? removeThawed(engine, id, state)
            : detach(engine, { id, state }, attached);
        await this.#item(`container ${name}`, labels[OWNER_LABEL] ?? '', remove);
      }
      for (const { id, name, labels } of await engine.networks()) {
        const owner = labels[OWNER_LABEL];
        if (owner === undefined) continue;
        await this.#item(`network ${name}`, owner, () => engine.removeNetwork(id));
      }
      this.#engineAnswered = true;
    } catch (thrown) {
      this.#engineAnswered = !engineMayHaveBeenHere(engine.address);
      if (this.#engineAnswered) return;
      this.failures.push(`containers and networks: ${actual(thrown)}`);
    }
  }

  /** After the nodes, with which their mounts and devices go. */
  async disks(): Promise<void> {
    const { stateFolder, diskAt } = this.#request;
    for (const { path, owner } of await diskImages(stateFolder)) {
      if (!this.#engineAnswered || this.#unfinished.has(owner)) {
        this.kept.push(`disk ${path}`);
        continue;
      }
      await this.#item(`disk ${path}`, owner, () => diskAt(path).remove());
    }
    // Left by a harness that was killed before it had made its first disk.
    for (const { path, owner } of await emptyDiskFolders(stateFolder)) {
      await this.#item(`folder ${path}`, owner, () => removeDiskFolder(path));
    }
  }

  async claims(): Promise<void> {
    const { routes, claims } = this.#request;
    for (const { subnet, owner } of await claims.list()) {
      // As long as its network may be there, a subnet needs its guard.
      if (!this.#engineAnswered || this.#unfinished.has(owner)) {
        this.kept.push(`guard route ${subnet}`);
        continue;
      }
      await this.#item(`guard route ${subnet}`, owner, async () => {
        await routes.removeGuard(subnet);
        await claims.release(subnet);
      });
    }
  }

  async bootstraps(): Promise<void> {
    const folder = dirname(BOOTSTRAP_PREFIX);
    const prefix = basename(BOOTSTRAP_PREFIX);
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((name) => name.startsWith(prefix))) {
      const owner = name.slice(prefix.length).split('.')[0] ?? '';
      const path = join(folder, name);
      await this.#item(`folder ${path}`, owner, () => removeRoot(path));
    }
  }

  async #item(what: string, owner: string, remove: () => Promise<void>): Promise<void> {
    if (!this.#request.all && (await isAlive(owner))) {
      this.#unfinished.add(owner);
      this.kept.push(what);
      return;
    }
    try {
      if (this.#request.dryRun !== true) await remove();
      this.removed.push(what);
    } catch (thrown) {
      this.#unfinished.add(owner);
      this.failures.push(`${what}: ${actual(thrown)}`);
    }
  }
}

function actual(thrown: unknown): string {
  return thrown instanceof EnvironmentError ? thrown.actual : messageOf(thrown);
}
