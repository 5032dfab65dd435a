/** What came of a command in a node. A non-zero exit code is a result, not an error. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  /** Bound on the command, 10,000 ms when absent; past it the call rejects. */
  readonly timeout_ms?: number;
  readonly env?: Readonly<Record<string, string>>;
}
