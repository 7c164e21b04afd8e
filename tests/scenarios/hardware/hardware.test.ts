import { describe, expect, test } from 'vitest';
import { vpcdPlace, whyNotInVirtualTime } from '../../../scenarios/hardware/hardware.ts';
import { Scenario } from '../../../scenarios/scenario.ts';
import { type ScenarioData, scenarioData } from '../small-scenario.ts';

type HardwareData = NonNullable<ScenarioData['hardware']>;

/** What is wrong with such hardware of a town with three kiosks. */
function complaints(hardware: HardwareData): readonly string[] {
  const { error } = Scenario.safeParse(scenarioData({ hardware }));
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('hardware of a scenario', () => {
  test('is by kiosk, each with a device of its own', () => {
    const sound: HardwareData = {
      'in-001': {
        reader: { pcsc: 'kofu-1 00 00', vpcd: '127.0.0.1:35963' },
        printer: { ipp: 'ipp://127.0.0.1:8631/ipp/print' },
      },
      'in-003': { reader: { pcsc: 'ACS', pinFile: 'pin', wait: '90s' } },
    };
    expect(complaints(sound)).toEqual([]);
  });

  test('is refused with its place where it cannot be', () => {
    const reader = { pcsc: 'kofu-1', vpcd: '/run/vpcd' };
    expect(complaints({ 'in-004': { reader }, 'in-001': { reader } })).toEqual([
      'hardware.in-004: there is no such kiosk; there are in-001 to in-003',
      'hardware.in-001.reader.pcsc: in-004 has it; a device has one kiosk',
      'hardware.in-001.reader.vpcd: in-004 has it; a device has one kiosk',
    ]);
    expect(complaints({ 'in-001': { reader: { ...reader, pinFile: 'pin' } } })).toEqual([
      'hardware.in-001.reader.pinFile: it is for real cards: leave it out, or leave out vpcd',
    ]);
    expect(complaints({ 'in-001': { reader: { pcsc: 'a', vpcd: '127.0.0.1' } } })).toEqual([
      'hardware.in-001.reader.vpcd: write a port of this machine, e.g. 127.0.0.1:35963',
    ]);
    expect(complaints({ 'in-001': { printer: { ipp: '127.0.0.1' } } })).toEqual([
      'hardware.in-001.printer.ipp: write e.g. ipp://127.0.0.1:8631/ipp/print',
    ]);
  });

  test('is for real time', () => {
    expect(whyNotInVirtualTime()).toBeUndefined();
    expect(whyNotInVirtualTime({ 'in-001': {} })).toBe(
      'the hardware of in-001 takes real time: add --time real, or leave `hardware` out of the scenario',
    );
  });
});

test('vpcd is at a host and a port, or behind a Unix socket', () => {
  expect(vpcdPlace('127.0.0.1:35963')).toEqual({ host: '127.0.0.1', port: 35_963 });
  expect(vpcdPlace('/tmp/vpcd-1')).toEqual({ path: '/tmp/vpcd-1' });
  for (const text of ['', ':1', 'a:0', 'a:65536', 'a:b', 'a b:1', 'vpcd']) {
    expect(vpcdPlace(text)).toBeUndefined();
  }
});
