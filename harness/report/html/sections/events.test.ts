import { expect, test } from 'vitest';
import { eventsSection } from './events.js';

const event = (time_ms: number, text: string) => ({
  time: time_ms * 1e6,
  node: 'n3',
  name: '+odown',
  text,
});

test('a store that published nothing has no section of events', () => {
  expect(eventsSection({ events: [] })).toBeNull();
});

test('events stand with their times, nodes and texts, and no text is markup', () => {
  const { text } = eventsSection({ events: [event(1500, '<b>master</b>')] }) ?? { text: '' };
  expect(text).toContain('1.500 s');
  expect(text).toContain('&lt;b&gt;master');
  expect(text).not.toContain('<b>master');
});

test('of very many events the first are shown, and how many more there are', () => {
  const events = Array.from({ length: 310 }, (_, i) => event(i, `event ${i};`));
  const { text } = eventsSection({ events }) ?? { text: '' };
  expect(text).toContain('event 299;');
  expect(text).not.toContain('event 300;');
  expect(text).toContain('and 10 more in events.jsonl');
});

test('where the timeline has not all events, it is said how many it has, and until when', () => {
  const lead = (many: number) => {
    const events = Array.from({ length: many }, (_, i) => event(i, 'master'));
    return eventsSection({ events })?.text ?? '';
  };
  expect(lead(2000)).not.toContain('first 2,000');
  expect(lead(2001)).toContain('has the first 2,000 only, which were heard until 1.999 s');
});
