import { expect, test } from 'vitest';
import type { Centre } from '../../../devices/bus/centre.ts';
import { poweredCentre } from '../../../devices/bus/centre-powered.ts';
import { Power } from '../../../devices/kiosk/power.ts';
import { ready } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

test('power goes and comes back, and whoever waits for its loss hears of each', () => {
  const runner = new VirtualTime();
  const power = new Power();
  let losses = 0;
  const wait = function* () {
    yield* power.lost.wait();
    losses += 1;
  };
  for (let outage = 1; outage <= 2; outage++) {
    runner.spawn(wait());
    runner.advance(0);
    expect([power.isOn, losses]).toEqual([true, outage - 1]);
    power.goOff();
    runner.advance(0);
    expect([power.isOn, losses]).toEqual([false, outage]);
    power.comeOn();
  }
});

test('a kiosk without power reaches no centre', () => {
  const power = new Power();
  let asked = 0;
  const sound = new Proxy({} as Centre, {
    get: () => () => {
      asked += 1;
      return ready({ kind: 'refused', code: 'heard' });
    },
  });
  const centre = poweredCentre(sound, power);
  const requests = [
    () => centre.openSession('in-001'),
    () => centre.authenticate('in-001', 's1', {} as never),
    () => centre.issue('in-001', 's1', {} as never),
    () => centre.reportPrint('in-001', {} as never),
    () => centre.endSession('in-001', 's1'),
  ];
  for (const request of requests) expect(request().next().value).toMatchObject({ code: 'heard' });
  expect(asked).toBe(requests.length);
  power.goOff();
  for (const request of requests) {
    expect(request().next().value).toEqual({ kind: 'failed', reason: 'no power' });
  }
  expect(asked).toBe(requests.length);
});
