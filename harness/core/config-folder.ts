import { AsyncLocalStorage } from 'node:async_hooks';
import { resolve } from 'node:path';

const loading = new AsyncLocalStorage<string>();

/** Loads a config; {@link fromConfig} then counts relative paths from this folder. */
export function loadingFrom<T>(folder: string, load: () => Promise<T>): Promise<T> {
  return loading.run(folder, load);
}

/**
 * The absolute path of a file that a config names: a relative path counts from the folder of the config
 * that is being loaded, and from the working folder where none is.
 */
export function fromConfig(path: string): string {
  return resolve(loading.getStore() ?? process.cwd(), path);
}
