import { expect, test } from 'vitest';
import { engineError } from './engine-error.js';

const address = 'unix:///engine.sock';

test.each([
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' }),
  Object.assign(new Error('permission denied'), { code: 'EACCES' }),
  new Error('socket hang up'),
])(
  'an engine that does not answer is gone, and the advice says how to get it back: %s',
  (thrown) => {
    const error = engineError(address, 'list containers', thrown);
    expect(error).toMatchObject({ code: 'E_ENGINE_GONE', cause: thrown });
    expect(error.message).toContain(address);
    expect(error.advice).toContain('faultline doctor --fix');
  },
);

test('an engine that refuses is not gone; its own words are kept', () => {
  const refusal = Object.assign(new Error('(HTTP code 409) conflict'), { statusCode: 409 });
  const error = engineError(address, 'create container n1', refusal);
  expect(error.code).toBe('E_ENGINE');
  expect(error.message).toContain('create container n1');
  expect(error.message).toContain('conflict');
});

test('an error that is already told is passed on as it is', () => {
  const error = engineError(address, 'one', new Error('socket hang up'));
  expect(engineError(address, 'other', error)).toBe(error);
});
