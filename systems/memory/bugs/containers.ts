import { OpFailed, type Json } from '../../../harness/index.js';
import type { Bug } from './bug.js';

/** Mistakes with sets, queues and logs. */
export const containers: readonly Bug[] = [
  {
    name: 'phantom-element',
    summary: 'the set holds an element that nobody added',
    workloads: ['set', 'set-full'],
    data(data, strikes) {
      const add = data.add.bind(data);
      data.add = (element) => {
        if (strikes()) add(-1 - Number(element));
        return add(element);
      };
    },
  },
  {
    name: 'forgotten-element',
    summary: 'an element that was added takes the place of the one before',
    workloads: ['set'],
    data(data, strikes) {
      const add = data.add.bind(data);
      const forgotten = new Set<Json>();
      let last: Json | undefined;
      data.add = (element) => {
        if (last !== undefined && strikes()) forgotten.add(last);
        last = element;
        return add(element);
      };
      const some = data.someElements.bind(data);
      data.someElements = (from, to) => some(from, to).filter((one) => !forgotten.has(one));
    },
  },
  {
    name: 'flickering-element',
    summary: 'a read of a set leaves out elements that others have seen',
    workloads: ['set-full'],
    data(data, strikes) {
      const elements = data.elements.bind(data);
      data.elements = () => elements().filter(() => !strikes());
    },
  },
  {
    name: 'doubled-element',
    summary: 'a read of a set gives elements twice',
    workloads: ['set-full'],
    data(data, strikes) {
      const elements = data.elements.bind(data);
      data.elements = () => elements().flatMap((one) => (strikes() ? [one, one] : [one]));
    },
  },
  {
    name: 'duplicate-delivery',
    summary: 'an element is given by two dequeues',
    workloads: ['queue'],
    data(data, strikes) {
      const dequeue = data.dequeue.bind(data);
      let last: Json = null;
      data.dequeue = () => {
        if (last !== null && strikes()) return last;
        last = dequeue();
        return last;
      };
    },
  },
  {
    name: 'reordered-queue',
    summary: 'an element overtakes the one before',
    workloads: ['queue'],
    data(data, strikes) {
      const dequeue = data.dequeue.bind(data);
      let held: Json = null;
      data.dequeue = () => {
        if (held !== null) {
          const first = held;
          held = null;
          return first;
        }
        const first = dequeue();
        if (first === null || !strikes()) return first;
        const second = dequeue();
        if (second === null) return first;
        held = first;
        return second;
      };
    },
  },
  {
    name: 'dropped-element',
    summary: 'a dequeue throws an element away and gives the next one',
    workloads: ['queue'],
    data(data, strikes) {
      const dequeue = data.dequeue.bind(data);
      data.dequeue = () => {
        if (strikes()) dequeue();
        return dequeue();
      };
    },
  },
  {
    name: 'false-empty',
    summary: 'a dequeue says that the queue is empty while it is not',
    workloads: ['queue'],
    data(data, strikes) {
      const dequeue = data.dequeue.bind(data);
      data.dequeue = () => (strikes() ? null : dequeue());
    },
  },
  {
    name: 'skipped-offset',
    summary: 'a poll leaves out an entry',
    workloads: ['log'],
    data(data, strikes) {
      const poll = data.poll.bind(data);
      data.poll = (log, from) => {
        const entries = poll(log, from);
        return entries.length > 1 && strikes() ? entries.toSpliced(-2, 1) : entries;
      };
    },
  },
  {
    name: 'reordered-poll',
    summary: 'a poll gives two entries in the wrong order',
    workloads: ['log'],
    data(data, strikes) {
      const poll = data.poll.bind(data);
      data.poll = (log, from) => {
        const entries = poll(log, from);
        return entries.length > 1 && strikes() ? entries.toReversed() : entries;
      };
    },
  },
  {
    name: 'reused-offset',
    summary: 'two values are given one offset',
    workloads: ['log'],
    data(data, strikes) {
      const send = data.send.bind(data);
      data.send = (log, value) => {
        const offset = send(log, value);
        return offset > 0 && strikes() ? offset - 1 : offset;
      };
    },
  },
  {
    name: 'false-end',
    summary: 'a poll says that there are no more entries while there are',
    workloads: ['log'],
    data(data, strikes) {
      const poll = data.poll.bind(data);
      data.poll = (log, from) => (strikes() ? [] : poll(log, from));
    },
  },
  {
    name: 'changed-entry',
    summary: 'a poll gives another value at an offset than was put there',
    workloads: ['log'],
    data(data, strikes) {
      const poll = data.poll.bind(data);
      data.poll = (log, from) => {
        const entries = poll(log, from);
        const [first, second, ...others] = entries;
        return first !== undefined && second !== undefined && strikes()
          ? [[first[0], second[1]], [second[0], first[1]], ...others]
          : entries;
      };
    },
  },
  {
    name: 'forgotten-ack',
    summary: 'an acknowledgement of a delivery is not kept',
    workloads: ['log-groups'],
    data(data, strikes) {
      const ack = data.ack.bind(data);
      data.ack = (log, offsets) => ack(log, strikes() ? offsets.slice(1) : offsets);
    },
  },
  {
    name: 'undelivered-entry',
    summary: 'an entry counts as delivered although nobody was given it',
    workloads: ['log-groups'],
    data(data, strikes) {
      const take = data.take.bind(data);
      data.take = (log, idle_ms, now_ms) => {
        const entries = take(log, idle_ms, now_ms);
        const [first, ...others] = entries;
        if (first === undefined || !strikes()) return entries;
        data.ack(log, [first[0]]);
        return others;
      };
    },
  },
  {
    name: 'reordered-delivery',
    summary: 'a member of a group is given two entries in the wrong order',
    workloads: ['log-groups'],
    data(data, strikes) {
      const take = data.take.bind(data);
      data.take = (log, idle_ms, now_ms) => {
        const entries = take(log, idle_ms, now_ms);
        return entries.length > 1 && strikes() ? entries.toReversed() : entries;
      };
    },
  },
  {
    name: 'overlooked-row',
    summary: 'an insert does not see a row that another one has just inserted',
    workloads: ['write-skew'],
    data(data, strikes) {
      const insertIfNone = data.insertIfNone.bind(data);
      data.insertIfNone = (key) => {
        try {
          return insertIfNone(key);
        } catch (error) {
          if (error instanceof OpFailed && strikes()) return null;
          throw error;
        }
      };
    },
  },
];
