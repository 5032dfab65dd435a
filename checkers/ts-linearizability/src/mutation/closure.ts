import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/** Hashes each file together with all that it imports: same hash, same behaviour. */
export class Closures {
  private readonly known = new Map<string, string>();
  private readonly read: (file: string) => string;
  private readonly imports = new Map<string, readonly string[]>();

  constructor(read: (file: string) => string) {
    this.read = read;
  }

  /** The hash of a file and of all that it imports, directly or not. */
  hash(file: string): string {
    let hash = this.known.get(file);
    if (hash === undefined) {
      const sum = createHash('sha256');
      for (const part of [...this.closure(file)].toSorted()) {
        sum.update(part).update('\0').update(this.read(part)).update('\0');
      }
      hash = sum.digest('hex').slice(0, 16);
      this.known.set(file, hash);
    }
    return hash;
  }

  private closure(file: string): ReadonlySet<string> {
    const files = new Set([file]);
    for (const part of files) {
      this.importsOf(part).forEach((imported) => files.add(imported));
    }
    return files;
  }

  private importsOf(file: string): readonly string[] {
    let imports = this.imports.get(file);
    if (imports === undefined) {
      const specifiers = this.read(file).matchAll(
        /^(?:import|export)\b[^;'"]*['"](\.[^'"]+)['"]/gm,
      );
      imports = [...specifiers].map(([, path = '']) => posix.join(posix.dirname(file), path));
      this.imports.set(file, imports);
    }
    return imports;
  }
}
