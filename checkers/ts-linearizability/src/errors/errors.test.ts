import { describe, expect, it } from 'vitest';
import {
  InvalidEventError,
  InvalidHistoryError,
  InvalidOptionError,
  LinearizabilityError,
} from './errors.js';

describe('errors', () => {
  it.each([
    [
      new InvalidHistoryError(3, 'a finite call', 'NaN'),
      {
        name: 'InvalidHistoryError',
        code: 'invalid-history',
        position: 3,
        message:
          'expected operation 3 to have a finite call, got NaN; ' +
          'correct the times of that operation, or leave it out',
      },
    ],
    [
      new InvalidEventError(3, 'a call', 'a return'),
      {
        name: 'InvalidEventError',
        code: 'invalid-event',
        position: 3,
        message:
          'expected event 3 to be a call, got a return; ' +
          'record every call once, before its return, under an id of its own',
      },
    ],
    [
      new InvalidOptionError('workers', 'one or more', 0),
      {
        name: 'InvalidOptionError',
        code: 'invalid-option',
        message:
          'expected workers to be one or more, got 0; ' +
          'pass a value in that range, or leave the option out',
      },
    ],
  ])('say what was expected, what came, and what to do: %s', (error, facts) => {
    expect(error).toBeInstanceOf(LinearizabilityError);
    expect(error).toMatchObject(facts);
  });

  it('keep their parts, and their cause', () => {
    const detail = { expected: 'a', got: 'b', todo: 'c' };
    const cause = new Error('why');
    const error = new LinearizabilityError('worker-failed', detail, { cause });
    expect(error).toMatchObject({ code: 'worker-failed', detail, cause });
    expect(error.message).toBe('expected a, got b; c');
  });
});
