import type {
  CasRegisterInput,
  CasRegisterOutput,
  CounterInput,
  CounterOutput,
  FencedLockInput,
  FencedLockOutput,
  GrowOnlySetInput,
  GrowOnlySetOutput,
  KeyValueInput,
  KeyValueOutput,
  LogInput,
  LogOutput,
  MultiRegisterInput,
  MultiRegisterOutput,
  MutexInput,
  MutexOutput,
  PriorityQueueInput,
  PriorityQueueOutput,
  QueueInput,
  QueueOutput,
  RegisterInput,
  RegisterOutput,
  SetInput,
  SetOutput,
  StackInput,
  StackOutput,
} from '../models/inputs.js';

/** Inputs and outputs of every kind of history that can be generated, named as the models. */
export interface Kinds {
  register: { input: RegisterInput; output: RegisterOutput };
  'cas-register': { input: CasRegisterInput; output: CasRegisterOutput };
  'multi-register': { input: MultiRegisterInput; output: MultiRegisterOutput };
  counter: { input: CounterInput; output: CounterOutput };
  'grow-only-set': { input: GrowOnlySetInput; output: GrowOnlySetOutput };
  set: { input: SetInput; output: SetOutput };
  queue: { input: QueueInput; output: QueueOutput };
  stack: { input: StackInput; output: StackOutput };
  'priority-queue': { input: PriorityQueueInput; output: PriorityQueueOutput };
  mutex: { input: MutexInput; output: MutexOutput };
  'fenced-lock': { input: FencedLockInput; output: FencedLockOutput };
  'key-value': { input: KeyValueInput; output: KeyValueOutput };
  log: { input: LogInput; output: LogOutput };
}

export type Kind = keyof Kinds;

/** Which values operations use: a new one each time, or one of few. */
export type ValueDomain = 'unique' | { readonly size: number };
