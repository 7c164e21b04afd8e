import { describe, expect, test } from 'vitest';
import type { Card } from '../../../devices/card/card.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import type { Lapse } from '../../../devices/citizen/visit.ts';
import type { Kiosk } from '../../../devices/kiosk/kiosk.ts';
import { exactly } from '../../../devices/payment/cash.ts';
import { ModelPaymentUnit } from '../../../devices/payment/payment-model.ts';
import type { Around, Call, Site, SiteFailures } from '../../../scenarios/injection/site.ts';
import { lapseOf } from '../../../scenarios/sites/citizen.ts';
import { admission, mains } from '../../../scenarios/sites/kiosk.ts';
import { ExposedPaymentUnit } from '../../../scenarios/sites/payment.ts';
import { printerTrouble } from '../../../scenarios/sites/printer.ts';
import { ExposedCardReader } from '../../../scenarios/sites/reader.ts';
import { type Process, ready } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

/** Notes the calls of a site, and answers them all alike if it is told to. */
function watched<S extends Site>(answer?: SiteFailures[S]) {
  const calls: Call[] = [];
  const around = ((call: Call, proceed: () => Process<unknown>) => {
    calls.push(call);
    return answer === undefined ? proceed() : ready(answer);
  }) as Around<S>;
  return { calls, around };
}

/** What a process that does not wait answers. */
function answered<A>(process: Process<A>): A {
  const { done, value } = process.next();
  expect(done).toBe(true);
  return value as A;
}

const CARD: Card = {
  atr: Uint8Array.of(0x3b),
  transmit: () => ({ data: new Uint8Array(0), status: 0x9000 }),
  reset: () => {},
  powerOff: () => {},
};
const COMMAND = Uint8Array.of(0, 0xa4, 0, 0);

describe('a reader', () => {
  test('numbers the commands to each card, and passes them on', () => {
    const { calls, around } = watched<'reader'>();
    const reader = new ExposedCardReader('in-001', new CardReaderModel(), around);
    for (let card = 1; card <= 2; card++) {
      reader.insert(CARD);
      expect(reader.occupied).toBe(true);
      expect(answered(reader.connect()).kind).toBe('connected');
      expect(answered(reader.transmit(COMMAND))).toMatchObject({ status: 0x9000 });
      expect(answered(reader.transmit(COMMAND))).toMatchObject({ status: 0x9000 });
      answered(reader.disconnect('unpower'));
      expect(reader.remove()).toBe(CARD);
    }
    expect(calls.map(({ operation, nth }) => `${operation} ${nth ?? ''}`)).toEqual([
      ...['connect ', 'transmit 1', 'transmit 2'],
      ...['connect ', 'transmit 1', 'transmit 2'],
    ]);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(6);
    expect(new Set(calls.map(({ kiosk }) => kiosk))).toEqual(new Set(['in-001']));
  });

  test('has no card any more when that was taken away in the middle', () => {
    const { around } = watched<'reader'>('removed');
    const reader = new ExposedCardReader('in-001', new CardReaderModel(), around);
    reader.insert(CARD);
    expect(answered(reader.transmit(COMMAND))).toBe('removed');
    expect(reader.occupied).toBe(false);
    reader.insert(CARD);
  });

  test('is told of a failure in the words of what it was asked for', () => {
    const unreadable = watched<'reader'>({ kind: 'unreadable' });
    const one = new ExposedCardReader('in-001', new CardReaderModel(), unreadable.around);
    expect(answered(one.connect())).toEqual({ kind: 'unreadable' });
    expect(answered(one.transmit(COMMAND))).toBe('mute');
    const broken = watched<'reader'>({ data: new Uint8Array(0), status: 0x6f00 });
    const other = new ExposedCardReader('in-001', new CardReaderModel(), broken.around);
    expect(answered(other.connect())).toEqual({ kind: 'unreadable' });
    expect(answered(other.transmit(COMMAND))).toMatchObject({ status: 0x6f00 });
  });
});

test('a payment unit passes on what is not struck, and what cannot be', () => {
  const { calls, around } = watched<'payment'>();
  const model = new ModelPaymentUnit();
  model.insert({ kind: 'cash', pieces: exactly(200) });
  const unit = new ExposedPaymentUnit('in-001', model, around);
  expect(answered(unit.collect(200))).toEqual({ kind: 'collected' });
  expect(answered(unit.lastCollection())).toEqual({ kind: 'collected' });
  answered(unit.refund(50));
  expect([unit.takingsYen, unit.insertedYen]).toEqual([150, 0]);
  expect(calls.map(({ operation }) => operation)).toEqual(['collect']);
});

test('a printer says which sheet of a document it draws in', () => {
  const { calls, around } = watched<'printer'>();
  const trouble = printerTrouble('in-001', around);
  answered(trouble({ operation: 'status' }, () => ready(true)));
  answered(trouble({ operation: 'feed', sheet: 2 }, () => ready(true)));
  answered(trouble({ operation: 'clear' }, () => ready(true)));
  expect(calls.map(({ operation, nth }) => [operation, nth])).toEqual([
    ['status', undefined],
    ['feed', 2],
    ['clear', undefined],
  ]);
  expect(new Set(calls.map(({ key }) => key)).size).toBe(3);
});

test('a citizen does what the screens expect, unless told otherwise', () => {
  const sound = watched<'citizen'>();
  expect(answered(lapseOf('in-001', 7, sound.around))).toBeUndefined();
  const lapse: Lapse = { kind: 'walks-away', stage: 'pin' };
  expect(answered(lapseOf('in-001', 7, watched<'citizen'>(lapse).around))).toBe(lapse);
});

test('a shop lets everybody in, unless it is closed', () => {
  expect(answered(admission('in-001', watched<'kiosk'>().around)())).toBe(true);
  expect(answered(admission('in-001', watched<'kiosk'>('closed').around)())).toBe(false);
});

test('the mains supply a kiosk until they fail, and then until they are restored', () => {
  const runner = new VirtualTime();
  const seen: string[] = [];
  const kiosk = {
    id: 'in-001',
    losePower: () => seen.push(`off ${runner.now()}`),
    // biome-ignore lint/correctness/useYield: the port is a process.
    *regainPower() {
      seen.push(`on ${runner.now()}`);
    },
  } as unknown as Kiosk;
  const around = function* ({ operation }: Call) {
    yield operation === 'supply' ? 1_000 : 200;
  } as unknown as Around<'kiosk'>;
  runner.spawn(mains(kiosk, around));
  runner.advance(2_300);
  expect(seen).toEqual(['off 1000', 'on 1200', 'off 2200']);
});
