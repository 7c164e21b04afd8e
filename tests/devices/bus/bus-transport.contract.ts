import { beforeEach, describe, expect, test } from 'vitest';
import type { BusTransport, BusWire } from '../../../devices/bus/bus-line.ts';
import { BusMessage, type Registration, UNNUMBERED } from '../../../server/contract-bus.ts';
import type { Process } from '../../../sim/process.ts';

/** A transport to be tried, and the centre at its other end. */
export interface TriedTransport {
  readonly transport: BusTransport;
  run<A>(process: Process<A>): Promise<A>;
  /** Lets time go by until something is so. */
  until(holds: () => boolean): Promise<void>;
  /** What this kiosk says to be registered. */
  registration(kioskId: string): Registration;
  /** What the centre took as new, by name, in the order it came. */
  heard(): readonly string[];
  /** How many kiosks the centre has on the bus. */
  connected(): number;
  /** The centre goes away, and nobody comes in its place. */
  goAway(): Promise<void>;
  /** From now on the centre goes away before it has let anybody in. */
  letNobodyIn(): Promise<void>;
}

/** What every transport of the device bus must do. */
export function busTransportContract(tried: () => Promise<TriedTransport>): void {
  describe('a bus transport', () => {
    let subject: TriedTransport;
    beforeEach(async () => {
      subject = await tried();
    });

    test('connects, and carries a question there and its answer back', async () => {
      const { wire, told } = await connected(subject);
      expect(told).toEqual(NOTHING);
      await registered(subject, wire, told);
      expect(told.received).toEqual(['completion KofuKiosk.Register success']);
      expect([subject.connected(), told.acknowledged, told.lost]).toEqual([1, [], 0]);
      wire.close();
    });

    test('answers why not where there is nobody, and tells of nothing', async () => {
      await subject.goAway();
      const { wire, told } = await attempted(subject);
      expect(wire).toEqual(expect.stringMatching(/./));
      expect(told).toEqual(NOTHING);
    });

    test('answers why not where the other side goes before it has let anybody in', async () => {
      await subject.letNobodyIn();
      const { wire, told } = await attempted(subject);
      expect(wire).toEqual(expect.stringMatching(/./));
      expect(told.lost).toBeLessThanOrEqual(1);
      expect([told.received, told.acknowledged]).toEqual([[], []]);
    });

    test('numbered messages are acknowledged, each once it is heard, and no other is', async () => {
      const { wire, told } = await connected(subject);
      wire.send(event('Kofu.EarlyEvent'), 1);
      await registered(subject, wire, told);
      // Who was not registered was not heard: it must tell it again.
      expect([told.acknowledged, subject.heard()]).toEqual([[], []]);
      wire.send(event('Kofu.FirstEvent'), 1);
      wire.send(event('KofuKiosk.HeartbeatEvent'), UNNUMBERED);
      wire.send(event('Kofu.SecondEvent'), 2);
      await subject.until(() => told.acknowledged.length >= 2);
      wire.send(event('Kofu.SecondEvent'), 2);
      wire.send(event('Kofu.ThirdEvent'), 3);
      await subject.until(() => told.acknowledged.includes(3));
      expect(told.acknowledged).toEqual([1, 2, 2, 3]);
      expect(subject.heard()).toEqual(['Kofu.FirstEvent', 'Kofu.SecondEvent', 'Kofu.ThirdEvent']);
      wire.close();
    });

    test('tells once that the other side has gone, and nothing after', async () => {
      const { wire, told } = await connected(subject);
      await registered(subject, wire, told);
      await subject.goAway();
      await subject.until(() => told.lost > 0);
      wire.send(event('Kofu.LateEvent'), 1);
      wire.close();
      wire.close();
      await subject.run(subject.transport.connect(listening().listener));
      expect(told).toEqual({ ...told, acknowledged: [], lost: 1 });
      expect([told.received.length, subject.heard()]).toEqual([1, []]);
    });

    test('is ended by closing, and tells nothing after', async () => {
      const { wire, told } = await connected(subject);
      await registered(subject, wire, told);
      wire.send(event('Kofu.LastEvent'), 1);
      wire.close();
      const atClose = structuredClone(told);
      expect(atClose.lost).toBeLessThanOrEqual(1);
      wire.send(event('Kofu.LateEvent'), 2);
      wire.send(register(subject.registration('in-001')), UNNUMBERED);
      wire.close();
      await subject.until(() => subject.connected() === 0);
      // By the time that another one has been answered, so would this one have been.
      const other = await connected(subject);
      await registered(subject, other.wire, other.told, 'in-002');
      expect(told).toEqual(atClose);
      expect(subject.heard()).not.toContain('Kofu.LateEvent');
      other.wire.close();
    });
  });
}

/** What a listener was told. */
interface Told {
  readonly received: string[];
  readonly acknowledged: number[];
  lost: number;
}

const NOTHING: Told = { received: [], acknowledged: [], lost: 0 };

function listening() {
  const told: Told = { received: [], acknowledged: [], lost: 0 };
  const listener = {
    receive: (raw: unknown) => {
      const { type, name, completionCode = '' } = BusMessage.parse(raw).header;
      told.received.push(`${type} ${name} ${completionCode}`);
    },
    acknowledged: (number: number) => void told.acknowledged.push(number),
    lost: () => {
      told.lost += 1;
    },
  };
  return { told, listener };
}

async function attempted({ run, transport }: TriedTransport) {
  const { told, listener } = listening();
  return { told, wire: await run(transport.connect(listener)) };
}

async function connected(subject: TriedTransport) {
  const { told, wire } = await attempted(subject);
  return typeof wire === 'string' ? expect.fail(wire) : { told, wire };
}

async function registered(
  { registration, until }: TriedTransport,
  wire: BusWire,
  { received }: Told,
  kioskId = 'in-001',
): Promise<void> {
  wire.send(register(registration(kioskId)), UNNUMBERED);
  await until(() => received.length > 0);
}

function register(payload: Registration) {
  const header = { type: 'command', name: 'KofuKiosk.Register', requestId: 1 } as const;
  return { header, payload };
}

function event(name: string) {
  return { header: { type: 'unsolicited', name } } as const;
}
