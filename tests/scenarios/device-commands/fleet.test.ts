import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FleetRefused } from '../../../scenarios/device-commands/fleet-client-socket.ts';
import {
  type FleetAction,
  type FleetFlags,
  fleetCommand,
} from '../../../scenarios/device-commands/fleet-flags.ts';
import { fleet } from '../../../scenarios/device-commands/fleet-socket.ts';
import { EXIT } from '../../../scenarios/exit-code.ts';
import { openUndrawnFidelity } from '../../../scenarios/fidelity-pdf.ts';
import type { LiveRun } from '../../../scenarios/live/live-city-system.ts';
import { openLiveRun } from '../../../scenarios/live/live-run-http.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { DEVICE_FAULTS } from '../../../server/contract-bus.ts';
import { eventsOf, smallScenario } from '../small-scenario.ts';

const KEY = 'the key of a fleet that lasts for a test';

/** Citizens enough that there is always one at a kiosk; 150 s of theirs are one of ours. */
const busy = smallScenario({
  stores: { inside: 2, outside: 1 },
  duration: '10h',
  workloads: { day: { executor: 'constant-arrival-rate', rate: 0.02, duration: '10h' } },
});

const events: TraceEvent[] = [];
let run: LiveRun;
let server = '';

beforeAll(async () => {
  const port = await freePort();
  server = `http://127.0.0.1:${port}`;
  run = await openLiveRun(busy, await openUndrawnFidelity(busy), {
    seed: 1,
    speed: 150,
    database: undefined,
    port,
    fleetKey: KEY,
    emit: (event) => events.push(event),
    onServerError: (error) => {
      throw error;
    },
  });
});

afterAll(() => run.close());

function freePort(): Promise<number> {
  const occupant = createServer();
  return new Promise((resolve) => {
    occupant.listen(0, '127.0.0.1', () => {
      const { port } = occupant.address() as { port: number };
      occupant.close(() => resolve(port));
    });
  });
}

/** Runs the command as the command line does; answers what it printed. */
async function kofu(action: FleetAction, words: string[] = [], more: Partial<FleetFlags> = {}) {
  let [stdout, stderr] = ['', ''];
  const flags = { server, fleetKeyText: KEY, operator: 'operator', timeout: 20_000, ...more };
  const exit = await fleet(action, words, flags, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
  });
  return { exit, stdout, stderr };
}

interface Told {
  readonly kiosks: readonly {
    readonly kioskId: string;
    readonly completionCode: string;
    readonly payload: Record<string, unknown>;
  }[];
}

async function json(action: FleetAction, words: string[] = [], more: Partial<FleetFlags> = {}) {
  const { exit, stdout } = await kofu(action, words, { ...more, json: true });
  return { exit, ...(JSON.parse(stdout) as Told) };
}

const soon = <T>(value: () => T) => expect.poll(value, { timeout: 30_000, interval: 20 });

describe('kofu devices fleet, on the kiosks of a live run', () => {
  test('lists and shows them, all or by how their names begin', async () => {
    const { stdout, exit } = await kofu('list');
    expect(exit).toBe(EXIT.pass);
    expect(stdout).toMatch(/^kiosk .*\nin-001 .*\nin-002 .*\nout-001 .*\n$/);
    const shown = await json('show', ['in-']);
    expect(shown.kiosks.map(({ kioskId }) => kioskId)).toEqual(['in-001', 'in-002']);
    expect(shown.kiosks[0]).toMatchObject({
      completionCode: 'success',
      payload: { common: { device: 'online' }, kofuKiosk: { service: 'inService', faults: [] } },
    });
  });

  test('sets a fault that citizens meet, and takes it back', async () => {
    expect((await kofu('fault', ['printer.jam', 'in-001'])).exit).toBe(EXIT.pass);
    const jammed = () =>
      eventsOf('ended', events).filter(
        ({ kiosk, reason }) => kiosk === 'in-001' && reason === 'media-jam',
      );
    await soon(() => jammed().length).toBeGreaterThan(0);
    const shown = await json('show');
    expect(
      shown.kiosks.map(({ payload }) => (payload['common'] as { device: string }).device),
    ).toEqual(['hardwareError', 'online', 'online']);
    const { stdout } = await kofu('clear', ['in-001'], { fault: 'printer.jam' });
    expect(stdout).toContain('clear: 1 of 1 done');
    const cleared = events.length;
    await soon(() =>
      eventsOf('ended', events.slice(cleared)).some(
        ({ kiosk, outcome }) => kiosk === 'in-001' && outcome === 'completed',
      ),
    ).toBe(true);
    expect(eventsOf('operated', events)).toMatchObject([
      { kiosk: 'in-001', faults: ['printer.jam'] },
      { kiosk: 'in-001', faults: [] },
    ]);
  });

  test('drains a kiosk, which then takes nobody, and resets it', async () => {
    const drained = await json('drain', ['in-002']);
    expect(drained.kiosks[0]).toMatchObject({
      completionCode: 'success',
      payload: { service: 'outOfService', journeys: 0 },
    });
    const before = events.length;
    await soon(() =>
      eventsOf('ended', events.slice(before)).some(
        ({ kiosk, reason }) => kiosk === 'in-002' && reason === 'out-of-service',
      ),
    ).toBe(true);
    expect((await kofu('list')).stdout).toMatch(/in-002 +offline +yes/);
    expect((await kofu('reset')).exit).toBe(EXIT.pass);
    const after = events.length;
    await soon(() =>
      eventsOf('ended', events.slice(after)).some(
        ({ kiosk, outcome }) => kiosk === 'in-002' && outcome === 'completed',
      ),
    ).toBe(true);
  });

  test('ends in a time-out where a kiosk is not done in time, and says so', async () => {
    await soon(() => run.world.kiosks[0]?.occupancy ?? 0).toBeGreaterThan(0);
    const { exit, stdout, stderr } = await kofu('drain', ['in-001'], { timeout: 1 });
    expect([exit, stderr]).toEqual([
      EXIT.inconclusive,
      `exit ${EXIT.inconclusive}: 1 of 1 kiosks have not done it\n`,
    ]);
    expect(stdout).toMatch(/in-001 +timeOut +it drains on: ask with show/);
    await kofu('reset', ['in-001']);
  });

  test.each([
    ['a kiosk that is not there', 'show', ['nobody'], {}, /no kiosk .* begins with nobody/],
    ['a fault that is none', 'fault', ['printer.tired', 'in'], {}, /no fault printer.tired: write/],
    ['no fault at all', 'fault', [], {}, /fault needs a fault/],
    ['a fault of show', 'show', [], { fault: 'printer.jam' }, /--fault is of clear/],
    ['another key', 'list', [], { fleetKeyText: 'of another fleet' }, /does not know this key/],
    ['no key', 'list', [], { fleetKeyText: '' }, /needs the fleet key/],
    ['no server', 'list', [], { server: 'http://127.0.0.1:1' }, /no device bus at .*:1 /],
  ] as const)('refuses %s with the remedy', async (_, action, words, flags, message) => {
    const refused = kofu(action, [...words], flags);
    await expect(refused).rejects.toThrow(message);
    await expect(kofu(action, [...words], flags)).rejects.toBeInstanceOf(FleetRefused);
  });

  test('explains itself', () => {
    const help: string[] = [];
    const command = fleetCommand().configureOutput({ writeOut: (text) => help.push(text) });
    expect(() => command.exitOverride().parse(['--help'], { from: 'user' })).toThrow('outputHelp');
    for (const word of ['drain [name…]', '--timeout', 'Exit codes', ...DEVICE_FAULTS]) {
      expect(help.join('')).toContain(word);
    }
  });
});
