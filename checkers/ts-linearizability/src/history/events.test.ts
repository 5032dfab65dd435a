import { describe, expect, it } from 'vitest';
import { InvalidEventError } from '../errors/errors.js';
import type { HistoryEvent } from '../types.js';
import { operationsOfEvents } from './events.js';

const call = (id: number, input = 'x'): HistoryEvent<string, string> => ({
  kind: 'call',
  id,
  input,
});
const answer = (id: number, output?: string): HistoryEvent<string, string> => ({
  kind: 'return',
  id,
  output,
});

describe('operationsOfEvents', () => {
  it('takes positions as times, and keeps the order of the calls', () => {
    const events = [call(1, 'a'), call(2, 'b'), answer(2, 'B'), answer(1, 'A')];
    expect(operationsOfEvents(events)).toEqual([
      { input: 'a', output: 'A', call: 0, return: 3 },
      { input: 'b', output: 'B', call: 1, return: 2 },
    ]);
  });

  it('makes a call without a return optional', () => {
    expect(operationsOfEvents([call(1)])).toEqual([{ input: 'x', call: 0, return: Infinity }]);
  });

  it('lets an id be used again after its return', () => {
    const events = [call(1), answer(1), call(1), answer(1)];
    expect(operationsOfEvents(events).map((operation) => operation.call)).toEqual([0, 2]);
  });

  it('keeps who called', () => {
    const [operation] = operationsOfEvents([{ kind: 'call', id: 1, clientId: 'c', input: 0 }]);
    expect(operation?.clientId).toBe('c');
  });

  it('refuses a second call under an open id, and says where', () => {
    expect(() => operationsOfEvents([call(1), call(1)])).toThrow(InvalidEventError);
    expect(() => operationsOfEvents([call(1), call(1)])).toThrow('event 1');
  });

  it('refuses a return without a call, and says where', () => {
    expect(() => operationsOfEvents([answer(1)])).toThrow('event 0');
    expect(() => operationsOfEvents([call(1), answer(1), answer(1)])).toThrow('event 2');
  });
});
