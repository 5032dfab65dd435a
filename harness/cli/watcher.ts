import { NS_PER_S } from '../core/clock.js';
import { conditionInWords, faultInWords } from '../core/fault-words.js';
import { faultWindows } from '../core/fault-window.js';
import type { History } from '../core/history.js';
import { AWAIT, HEAL, nemesisRecords, type NemesisRecord } from '../core/nemesis-record.js';
import type { PhaseName, RoleSample } from '../core/results.js';
import type { WriteRoles } from '../core/write-roles.js';
import type { Progress } from '../run/interpreter.js';
import type { RunObserver } from '../run/run-request.js';
import type { Screen } from './screen.js';

const TICK_MS = 250;
const PLAIN_LINE_EVERY_MS = 5000;

const PHASES: Readonly<Record<PhaseName, string>> = {
  setup: 'setting up the cluster, until it is proven healthy',
  main: 'clients at work',
  heal: 'healing everything',
  recovery: 'waiting for the cluster to be whole again',
  final: 'final reads',
  collect: 'collecting logs',
};

/** Shows a run as it goes: phase, rate, faults, roles. */
export class Watcher implements RunObserver {
  readonly #screen: Screen;
  readonly #writeRoles: WriteRoles;
  readonly #timer: NodeJS.Timeout;
  #phase: PhaseName = 'setup';
  #progress: (() => Progress) | null = null;
  #nemesis: History | null = null;
  #roles: RoleSample | null = null;
  #shownRecords = 0;
  #last = { at_ms: performance.now(), acknowledged: 0 };
  #lastPlain_ms = performance.now();
  #rate = 0;

  constructor(screen: Screen, writeRoles: WriteRoles) {
    this.#screen = screen;
    this.#writeRoles = writeRoles;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  phase(name: PhaseName): void {
    this.#tick();
    this.#phase = name;
    this.#screen.log(`- ${PHASES[name]}`);
    this.#tick();
  }

  started(progress: () => Progress, nemesis: History): void {
    this.#progress = progress;
    this.#nemesis = nemesis;
  }

  role(sample: RoleSample): void {
    this.#roles = sample;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#tick();
    this.#screen.status('');
  }

  #tick(): void {
    this.#tellFaults();
    const progress = this.#progress?.();
    if (progress === undefined) {
      this.#screen.status(`  ${PHASES[this.#phase]} …`);
      return;
    }
    const now = performance.now();
    if (now - this.#last.at_ms >= 1000) {
      const seconds = (now - this.#last.at_ms) / 1000;
      this.#rate = (progress.acknowledged - this.#last.acknowledged) / seconds;
      this.#last = { at_ms: now, acknowledged: progress.acknowledged };
    }
    const line = [
      `  ${this.#phase}`,
      `${progress.acknowledged} ok, ${progress.failed} failed, ${progress.indeterminate} unknown`,
      `${this.#rate.toFixed(0)} ok/s`,
      this.#faultsNow(),
      this.#rolesNow(),
    ]
      .filter((part) => part !== '')
      .join(' · ');
    this.#screen.status(line);
    if (!this.#screen.interactive && now - this.#lastPlain_ms >= PLAIN_LINE_EVERY_MS) {
      this.#lastPlain_ms = now;
      this.#screen.log(line);
    }
  }

  #tellFaults(): void {
    if (this.#nemesis === null) return;
    const ended = nemesisRecords(this.#nemesis).filter((record) => record.end_ns !== null);
    for (const record of ended.slice(this.#shownRecords)) this.#screen.log(`  ${told(record)}`);
    this.#shownRecords = ended.length;
  }

  #faultsNow(): string {
    if (this.#nemesis === null || this.#phase !== 'main') return '';
    const open = faultWindows(this.#nemesis).filter((window) => window.end === null);
    return open.map((window) => window.fault).join(', ');
  }

  #rolesNow(): string {
    const { takesWrites } = this.#writeRoles;
    const writers = this.#roles?.roles.filter(({ role }) => takesWrites.includes(role)) ?? [];
    const [first] = writers;
    return first === undefined
      ? ''
      : `${first.role} ${writers.map(({ node }) => node).join(' and ')}`;
  }
}

function told(record: NemesisRecord): string {
  const at = ((record.end_ns ?? record.start_ns) / NS_PER_S).toFixed(1).padStart(6);
  if (record.error !== undefined)
    return `${at} s  ${record.f}: ${record.error.message ?? record.error.code}`;
  const proven = record.records.every(({ proof }) => proof.proven);
  if (record.f === AWAIT) {
    const what = conditionInWords(record.intent);
    return `${at} s  ${proven ? 'seen' : 'NOT SEEN'}: ${what}`;
  }
  if (record.f === HEAL || record.f.startsWith('stop-')) {
    return `${at} s  ${record.f}${record.records.length === 0 ? '' : proven ? ' (proven)' : ' (NOT PROVEN)'}`;
  }
  return `${at} s  ${faultInWords(record)}${proven ? ' (proven)' : ' (NOT PROVEN)'}`;
}
