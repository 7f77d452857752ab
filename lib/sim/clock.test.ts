import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Clock, DEFAULT_LIMITS, LimitError, type AskOptions, type TimedEvent } from './clock.ts';

const LIMITS = { ...DEFAULT_LIMITS, eventsPerKey: 100, eventsPerInstant: 300 };

/** What an event of that key leads to: the clock to ask, the event itself. */
type Script = (event: TimedEvent, clock: Clock) => void;

/** A clock whose events are written down as `time key`. */
function recorded(script: Script = () => undefined): { readonly clock: Clock; readonly seen: string[] } {
  const seen: string[] = [];
  const clock: Clock = new Clock(
    0,
    (event) => {
      seen.push(`${event.at} ${event.key}`);
      script(event, clock);
    },
    LIMITS,
  );
  return { clock, seen };
}

function ask(clock: Clock, delayMillis: number, key: string, options: AskOptions = {}): TimedEvent {
  return clock.after(delayMillis, 'actor', key, 'because', 0, options);
}

const request = fc.record({ delay: fc.nat(20), follow: fc.option(fc.nat(20), { nil: undefined }), isCancelled: fc.boolean() });

test('events come in the order of time, then of asking, whatever asks for them and whatever is taken back', () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
      const handled: TimedEvent[] = [];
      const clock: Clock = new Clock(0, (event) => {
        assert.equal(clock.now, event.at);
        handled.push(event);
        const { follow } = requests[Number(event.key)] ?? {};
        if (follow !== undefined) ask(clock, follow, `after ${event.key}`);
      });
      const asked = requests.map(({ delay }, i) => ask(clock, delay, String(i)));
      const cancelled = asked.filter((_, i) => requests[i]!.isCancelled);
      for (const event of cancelled) clock.cancel(event);
      clock.settle();
      const order = handled.map(({ at, sequence }) => at * 1_000_000 + sequence);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      );
      const alive = requests.filter(({ isCancelled }) => !isCancelled);
      assert.equal(handled.length, alive.length + alive.filter(({ follow }) => follow !== undefined).length);
      assert.equal(clock.pending, 0);
      assert.ok(cancelled.every((event) => !handled.includes(event)));
    }),
  );
});

test('events that come last in their instant come in the order of keys, whenever they were asked for', () => {
  const { clock, seen } = recorded((event) => {
    if (event.key === 'b') ask(clock, 0, 'from b');
  });
  ask(clock, 5, 'c', { isLast: true });
  ask(clock, 5, 'b', { isLast: true });
  ask(clock, 5, 'z');
  ask(clock, 6, 'a', { isLast: true });
  clock.advance(6);
  assert.deepEqual(seen, ['5 z', '5 b', '5 from b', '5 c', '6 a']);
});

test('it is known which events that come last would have come by now', () => {
  const passed: string[] = [];
  const tell = (when: string): void => void passed.push(`${when}: ${['a', 'b', 'c'].filter((key) => clock.hasPassed(5, key)).join(' ')}`);
  const { clock } = recorded(({ key }) => tell(key));
  ask(clock, 4, 'before');
  ask(clock, 5, 'at five');
  ask(clock, 5, 'b', { isLast: true });
  clock.step();
  clock.step();
  clock.step();
  clock.fork(() => undefined).advance(0);
  tell('then');
  clock.advance(0);
  tell('at the end');
  ask(clock, 0, 'more');
  clock.step();
  assert.deepEqual(passed, ['before: ', 'at five: ', 'b: a b', 'then: a b', 'at the end: a b c', 'more: a b c']);
});

test('an event that is moved comes at another time, and is otherwise the same', () => {
  const { clock, seen } = recorded();
  const asked = ask(clock, 5, 'a', { recurrent: true, isLast: true });
  const moved = clock.move(asked, 8);
  assert.deepEqual({ ...moved, at: 5 }, asked);
  assert.throws(() => clock.move(moved, -1), RangeError);
  ask(clock, 6, 'b');
  clock.advance(10);
  assert.deepEqual(seen, ['6 b', '8 a']);
});

test('an event is frozen data that says when, who, what, why and on whose account', () => {
  const { clock } = recorded();
  const event = clock.after(1.2, 'kubelet', 'default/web', 'probe', 17);
  assert.deepEqual(event, {
    at: 2,
    sequence: 1,
    actor: 'kubelet',
    key: 'default/web',
    reason: 'probe',
    recurrent: false,
    isLast: false,
    cause: 17,
  });
  assert.ok(Object.isFrozen(event));
});

test('a cancelled event does not happen, and taking it back twice or too late changes nothing', () => {
  const { clock, seen } = recorded();
  const first = ask(clock, 10, 'first');
  const second = ask(clock, 20, 'second');
  clock.cancel(first);
  clock.cancel(first);
  assert.equal(clock.isPending(first), false);
  assert.equal(clock.isPending(second), true);
  clock.settle();
  clock.cancel(second);
  assert.deepEqual(seen, ['20 second']);
  ask(clock, 5, 'third');
  clock.settle();
  assert.equal(clock.now, 25);
});

test('advance handles what is due up to and at its end, and then stands there', () => {
  const { clock, seen } = recorded(({ key }, c) => {
    if (key === 'chain') ask(c, 5, 'link');
  });
  for (const [delay, key] of [
    [5, 'chain'],
    [10, 'end'],
    [11, 'later'],
  ] as const)
    ask(clock, delay, key);
  assert.equal(clock.advance(10), false);
  assert.deepEqual(seen, ['5 chain', '10 end', '10 link']);
  assert.equal(clock.now, 10);
  assert.equal(clock.nextAt(), 11);
  clock.advance(0);
  assert.equal(clock.dispatched, 3);
  clock.advance(90);
  assert.deepEqual([clock.now, clock.pending], [100, 0]);
});

test('advance with until stops right after the event that makes it true, at its time', () => {
  const { clock, seen } = recorded();
  for (const delay of [10, 10, 20]) ask(clock, delay, `d${seen.length}${delay}`);
  assert.equal(
    clock.advance(100, () => clock.dispatched === 1),
    true,
  );
  assert.deepEqual([clock.now, clock.pending], [10, 2]);
  assert.equal(
    clock.advance(5, () => false),
    false,
  );
  assert.equal(clock.now, 15);
});

for (const wrong of [-1, Number.NaN, Number.NEGATIVE_INFINITY]) {
  test(`time passes forwards only: ${wrong} is refused and nothing moves`, () => {
    const { clock } = recorded();
    assert.throws(() => clock.advance(wrong), RangeError);
    assert.throws(() => ask(clock, wrong, 'x'), /delay of actor for x must be 0 or more milliseconds/);
    assert.deepEqual([clock.now, clock.pending], [0, 0]);
  });
}

test('settle waits for one-shot timers however late, and ends when only recurrent ones are left', () => {
  const { clock, seen } = recorded(({ key }, c) => {
    if (key === 'tick') ask(c, 60_000, 'tick', { recurrent: true });
  });
  ask(clock, 60_000, 'tick', { recurrent: true });
  ask(clock, 150_000, 'grace');
  clock.settle();
  assert.deepEqual(seen, ['60000 tick', '120000 tick', '150000 grace']);
  clock.settle();
  assert.deepEqual([clock.now, clock.pending], [150_000, 1]);
});

test('what a recurrent event leads to is recurrent, so nobody waits for it', () => {
  const { clock, seen } = recorded(({ key }, c) => {
    if (key === 'restart') ask(c, 1000, 'ready');
  });
  const restart = ask(clock, 10_000, 'restart', { recurrent: true });
  clock.settle();
  assert.equal(clock.now, 0);
  clock.advance(10_000);
  assert.deepEqual(seen, [`${restart.at} restart`]);
  clock.settle();
  assert.equal(clock.now, 10_000);
  clock.advance(1000);
  assert.deepEqual(seen.at(-1), '11000 ready');
  assert.equal(ask(clock, 1, 'by hand').recurrent, false);
});

test('recurrence ends with the event, also when its handling throws', () => {
  const { clock } = recorded(() => {
    throw new Error('broken');
  });
  ask(clock, 1, 'x', { recurrent: true });
  assert.throws(() => clock.step(), /broken/);
  assert.equal(clock.current, undefined);
  assert.equal(ask(clock, 1, 'y').recurrent, false);
});

test('settleQuiet ends after that much time without a change, recurrent events included', () => {
  let changedAt = 0;
  const { clock, seen } = recorded((event, c) => {
    if (event.key === 'change') changedAt = c.now;
  });
  for (const delay of [1000, 3000, 9000]) ask(clock, delay, 'change');
  ask(clock, 4500, 'look');
  clock.settleQuiet(4000, () => changedAt);
  assert.deepEqual(seen, ['1000 change', '3000 change', '4500 look']);
  assert.equal(clock.now, 7000);
  clock.settleQuiet(0, () => changedAt);
  assert.equal(clock.now, 7000);
});

test('settleQuiet with changes for ever ends with an error that names what still changes', () => {
  const { clock } = recorded((event, c) => void ask(c, 60_000, event.key));
  ask(clock, 0, 'default/restless');
  assert.throws(() => clock.settleQuiet(90_000, () => clock.now), { name: 'LimitError', message: /actor for default\/restless/ });
});

test('two that wake each other without time passing are stopped and named', () => {
  const { clock } = recorded(({ key }, c) => void ask(c, 0, key === 'ping' ? 'pong' : 'ping'));
  ask(clock, 0, 'ping');
  assert.throws(() => clock.settle(), {
    name: 'LimitError',
    message: 'actor for ping had more than 100 events (because) without coming to rest: a hot loop',
  });
});

test('a crowd of different keys in one instant is stopped, and the last one is named', () => {
  const { clock } = recorded((event, c) => void ask(c, 0, String(Number(event.key) + 1)));
  ask(clock, 2000, '0');
  assert.throws(() => clock.advance(5000), new LimitError('more than 300 events at 2s, the last by actor for 300 (because): a hot loop'));
});

test('an hour without rest is an error that says what is still to come, when and why', () => {
  const { clock } = recorded((event, c) => void ask(c, 1_200_000, event.key));
  for (const key of ['default/a', 'default/b']) ask(clock, 0, key);
  assert.throws(() => clock.settle(), {
    name: 'LimitError',
    message:
      'the cluster did not settle within 60 minutes of cluster time; still to come: ' +
      'actor for default/a (because, due at 4800s); actor for default/b (because, due at 4800s)',
  });
});

test('the budget is that of one call: many short calls never run into it', () => {
  const { clock } = recorded((event, c) => void ask(c, 1, event.key));
  ask(clock, 1, 'busy');
  for (let i = 0; i < 10; i++) clock.advance(50);
  assert.equal(clock.dispatched, 500);
});

test('a fork goes on by itself: what one side asks for, takes back or handles is not seen by the other', () => {
  const { clock, seen } = recorded();
  const kept = ask(clock, 10, 'kept');
  const other: string[] = [];
  const fork = clock.fork((event) => void other.push(`${event.at} ${event.key}`));
  fork.cancel(kept);
  const [mine, theirs] = [ask(clock, 5, 'original'), ask(fork, 5, 'fork')];
  assert.equal(mine.sequence, theirs.sequence);
  fork.settle();
  assert.deepEqual([fork.now, clock.now, other], [5, 0, ['5 fork']]);
  assert.equal(clock.isPending(kept), true);
  clock.settle();
  assert.deepEqual(seen, ['5 original', '10 kept']);
  assert.deepEqual([fork.pending, clock.pending], [0, 0]);
});
