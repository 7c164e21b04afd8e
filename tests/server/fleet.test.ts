import { beforeEach, describe, expect, test } from 'vitest';
import { Fleet, HEARTBEAT_MS } from '../../server/fleet.ts';

const kiosk = (kioskId: string) => ({ kioskId, model: 'm', software: '1' });

let fleet: Fleet;
let tokens = 0;

beforeEach(() => {
  fleet = new Fleet(() => `token-${++tokens}`);
});

/** Registers and answers the token, or which connection has the identity. */
function register(kioskId: string, connection: string, nowMs = 0): string {
  const outcome = fleet.register(kiosk(kioskId), connection, nowMs);
  return outcome.kind === 'registered' ? outcome.token : `taken by ${outcome.connection}`;
}

const device = (kioskId: string, nowMs = 0) =>
  fleet.list(nowMs).find((known) => known.kioskId === kioskId)?.device;

describe('an identity', () => {
  test('is given to who claims it first, with a token of its own', () => {
    const token = register('in-001', 'a');
    expect(fleet.kioskOf(token)).toBe('in-001');
    const other = register('in-002', 'b');
    expect(fleet.kioskOf(other)).toBe('in-002');
    expect(other).not.toBe(token);
    expect(fleet.list(0)).toEqual([
      { ...kiosk('in-001'), connection: 'a', device: 'online', heardAtMs: 0 },
      { ...kiosk('in-002'), connection: 'b', device: 'online', heardAtMs: 0 },
    ]);
  });

  test('is refused to a second one while the first is alive', () => {
    const token = register('in-001', 'a');
    expect(register('in-001', 'b', 1000)).toBe('taken by a');
    expect(fleet.kioskOf(token)).toBe('in-001');
    expect(fleet.list(0)).toHaveLength(1);
  });

  test('may be claimed again by its own connection: the token is a new one', () => {
    const before = register('in-001', 'a');
    const token = register('in-001', 'a');
    expect(fleet.kioskOf(before)).toBeUndefined();
    expect(fleet.kioskOf(token)).toBe('in-001');
  });

  test('is free again when its connection has gone, and the old token is worth nothing', () => {
    const before = register('in-001', 'a');
    fleet.disconnected('a');
    expect(fleet.kioskOf(before)).toBeUndefined();
    const token = register('in-001', 'b');
    expect(fleet.kioskOf(token)).toBe('in-001');
  });

  test('is free again after a silence of three heartbeats, and not before', () => {
    const before = register('in-001', 'a');
    expect(register('in-001', 'b', 3 * HEARTBEAT_MS)).toBe('taken by a');
    const token = register('in-001', 'b', 3 * HEARTBEAT_MS + 1);
    expect(fleet.kioskOf(token)).toBe('in-001');
    expect(fleet.kioskOf(before)).toBeUndefined();
  });

  test('that was taken over is not disturbed by the connection that had it', () => {
    register('in-001', 'a');
    const token = register('in-001', 'b', 3 * HEARTBEAT_MS + 1);
    expect(fleet.heard('a', 3 * HEARTBEAT_MS + 2)).toBe(false);
    fleet.disconnected('a');
    expect(fleet.kioskOf(token)).toBe('in-001');
    expect(device('in-001', 3 * HEARTBEAT_MS + 3)).toBe('online');
  });

  test('is left behind by a connection that claims another one', () => {
    const before = register('in-001', 'a');
    const token = register('in-002', 'a');
    expect(fleet.kioskOf(before)).toBeUndefined();
    expect(device('in-001')).toBe('offline');
    expect(fleet.kioskOf(token)).toBe('in-002');
    fleet.disconnected('a');
    expect(fleet.kioskOf(token)).toBeUndefined();
    expect(register('in-001', 'b')).toMatch(/^token-/);
  });

  test('of somebody else is no reason to lose one’s own', () => {
    const token = register('in-001', 'a');
    register('in-002', 'b');
    expect(register('in-002', 'a')).toBe('taken by b');
    expect(fleet.kioskOf(token)).toBe('in-001');
  });
});

describe('a kiosk', () => {
  test('is what it says to be', () => {
    register('in-001', 'a');
    expect(fleet.heard('a', 5, 'hardwareError')).toBe(true);
    expect(fleet.list(5)).toMatchObject([{ device: 'hardwareError', heardAtMs: 5 }]);
    fleet.heard('a', 7);
    expect(fleet.list(7)).toMatchObject([{ device: 'hardwareError', heardAtMs: 7 }]);
  });

  test('is offline when it has been silent for three heartbeats, and back when it speaks', () => {
    register('in-001', 'a');
    expect(device('in-001', 3 * HEARTBEAT_MS)).toBe('online');
    expect(device('in-001', 3 * HEARTBEAT_MS + 1)).toBe('offline');
    fleet.heard('a', 3 * HEARTBEAT_MS + 2);
    expect(device('in-001', 3 * HEARTBEAT_MS + 3)).toBe('online');
  });

  test('is offline when its connection has gone', () => {
    register('in-001', 'a');
    fleet.disconnected('a');
    expect(device('in-001')).toBe('offline');
    expect(fleet.heard('a', 1)).toBe(false);
  });
});

test('who is not registered is not heard, cannot be disconnected and has no token', () => {
  expect(fleet.heard('nobody', 0)).toBe(false);
  fleet.disconnected('nobody');
  expect(fleet.kioskOf('token-0')).toBeUndefined();
  expect(fleet.kioskOf('')).toBeUndefined();
  expect(fleet.list(0)).toEqual([]);
});

describe('what a kiosk has numbered', () => {
  const begin = (start: string, connection = 'a') => {
    const outcome = fleet.register({ ...kiosk('in-001'), start }, connection, 0);
    return outcome.kind === 'registered' ? outcome.heard : outcome.kind;
  };

  test('is heard once, and goes on after it on the next connection', () => {
    expect(begin('first')).toBe(0);
    expect([1, 2, 2, 1, 3].map((number) => fleet.heardFirst('a', number))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    fleet.disconnected('a');
    expect(begin('first', 'b')).toBe(3);
    expect(fleet.heardFirst('b', 3)).toBe(false);
    expect(fleet.heardFirst('b', 4)).toBe(true);
    expect(fleet.members([], 0)).toMatchObject([{ events: 4, missed: 0 }]);
  });

  test('begins anew with a new start of it', () => {
    begin('first');
    fleet.heardFirst('a', 1);
    expect(begin('second')).toBe(0);
    expect(fleet.heardFirst('a', 1)).toBe(true);
    expect(fleet.members([], 0)).toMatchObject([{ events: 2 }]);
  });

  test('and missed is counted', () => {
    begin('first');
    expect(fleet.heardFirst('a', 5)).toBe(true);
    expect(fleet.members([], 0)).toMatchObject([{ events: 1, missed: 4 }]);
  });

  test('is heard of nobody who is not registered', () => {
    expect(fleet.heardFirst('nobody', 1)).toBe(false);
  });
});

describe('members of a fleet', () => {
  test('are found by how their names begin, in the order of their names', () => {
    for (const name of ['out-001', 'in-010', 'in-002']) register(name, `line of ${name}`);
    const found = (...prefixes: string[]) =>
      fleet.members(prefixes, 0).map(({ kioskId }) => kioskId);
    expect(found()).toEqual(['in-002', 'in-010', 'out-001']);
    expect(found('in-01', 'out')).toEqual(['in-010', 'out-001']);
    expect(found('x')).toEqual([]);
  });

  test('are on the bus as long as their connections stand, also those out of service', () => {
    register('in-001', 'a');
    fleet.heard('a', 1, 'offline');
    expect(fleet.members([], 1)).toMatchObject([{ device: 'offline', onBus: true }]);
    // Whoever is drained is alive: nobody else has its name.
    expect(register('in-001', 'b', 2)).toBe('taken by a');
    fleet.disconnected('a');
    expect(fleet.members([], 3)).toMatchObject([{ device: 'offline', onBus: false }]);
  });
});
