/** What a child process is asked to do; `result` is the file for the answer. */
export type Work =
  | {
      readonly kind: 'survey';
      readonly file: string;
      readonly coverage: boolean;
      readonly result: string;
    }
  | { readonly kind: 'trial'; readonly selections: readonly Selection[]; readonly result: string };

/** Tests of one file, in the order in which they run, each with its limit of processor time. */
export interface Selection {
  readonly file: string;
  readonly import_ms: number;
  readonly tests: readonly { readonly index: number; readonly limit_ms: number }[];
}

/** How a mutant was noticed: a test failed, or did not end. */
export interface Failure {
  readonly file: string;
  readonly name: string;
  readonly how: 'failed' | 'hang' | 'crash';
  readonly message?: string;
}

/** A function, by where it starts and ends in its file, and whether it was called: 1 or 0. */
export type Called = readonly [start: number, end: number, called: number];

/** What one test takes and calls, by file: its URL from the child, its path in the baseline. */
export interface Coverage {
  readonly name: string;
  readonly cpu_ms: number;
  readonly covered: Readonly<Record<string, readonly Called[]>>;
}

/** All tests of a file, and what importing it takes and calls. */
export interface TestRun {
  readonly imported: Omit<Coverage, 'name'>;
  readonly tests: readonly Coverage[];
}
