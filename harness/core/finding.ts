/** One thing that runs on real nodes need, or gain from: of this machine, or of a host. */
export interface Finding<Check extends string = string> {
  /** What was looked at: `iptables`, `disk`, `ssh db1`. */
  readonly check: Check;
  /** `missing`: no run on real nodes without it. `limited`: runs go, but not all of them. */
  readonly status: 'ok' | 'limited' | 'missing';
  /** What there is, in one line. */
  readonly found: string;
  /** What follows for runs. */
  readonly meaning: string;
  /** What to do about it; `null` when there is nothing to do. */
  readonly advice: string | null;
  /** Whether `doctor --fix` can do it. Faultline installs nothing on hosts. */
  readonly fixable: boolean;
}
