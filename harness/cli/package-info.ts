import { readFileSync } from 'node:fs';

/** The version in the nearest package.json above the compiled files. */
export function faultlineVersion(): string {
  for (const up of ['../../', '../../../']) {
    try {
      const text = readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8');
      const { name, version } = JSON.parse(text) as { name?: string; version?: string };
      if (name === 'faultline' && version !== undefined) return version;
    } catch {
      // Not at this height.
    }
  }
  return 'unknown';
}
