import type { Model, Value } from '../types.js';
import { casRegister } from './cas-register.js';
import type { RegisterInput, RegisterOutput } from './inputs.js';

/** A read/write register that holds `initial` (default `null`) at first. */
export function register(initial: Value = null): Model<Value, RegisterInput, RegisterOutput> {
  return { ...casRegister(initial), name: 'register' };
}
