import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DigestPageReader } from '../../../devices/printer/page-reader-digest.ts';
import { ModelPrinter } from '../../../devices/printer/printer-model.ts';
import { HardwareRefused } from '../../../scenarios/hardware/kiosk-hardware.ts';
import { openLiveHardware } from '../../../scenarios/hardware/live-hardware-files.ts';
import type { AttachedPrinter } from '../../../scenarios/hardware/printer-at.ts';
import { constant } from '../../../sim/distribution.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

const folder = mkdtempSync(join(tmpdir(), 'kofu-hardware-'));
afterAll(() => rmSync(folder, { recursive: true }));

const silent = { tell: () => {} };
const ipp = 'ipp://127.0.0.1:8631/ipp/print';

test('a kiosk gets the printer at its URL, and all others are left to models', async () => {
  const asked: string[] = [];
  let printer: ModelPrinter | undefined;
  const printerAt = async (url: string): Promise<AttachedPrinter> => {
    asked.push(url);
    return {
      printer: ({ runner, pageReader }) => {
        const speed = { firstPageMs: constant(1), nextPageMs: 1 };
        printer = new ModelPrinter(runner, speed, pageReader, streams(1).stream('printer', 1));
        return printer;
      },
      close: async () => void asked.push('closed'),
    };
  };
  const hardware = await openLiveHardware(
    { 'in-002': { printer: { ipp } } },
    { ...silent, printerAt },
  );
  const means = { runner: new VirtualTime(), pageReader: new DigestPageReader() };
  expect(hardware.devicesOf('in-001', means)).toBeUndefined();
  expect(hardware.devicesOf('in-002', means)).toEqual({ printer });
  await hardware.close();
  expect(asked).toEqual([ipp, 'closed']);
});

test('a PIN is read from its file before anything else is done with a real card', async () => {
  const opening = (pinFile: string) =>
    openLiveHardware({ 'in-001': { reader: { pcsc: 'none', pinFile } } }, silent);
  await expect(opening(join(folder, 'nowhere'))).rejects.toThrow(HardwareRefused);
  await expect(opening(join(folder, 'nowhere'))).rejects.toThrow('write its four digits there');
  const file = join(folder, 'pin');
  writeFileSync(file, '12345\n');
  await expect(opening(file)).rejects.toThrow(`${file} holds no PIN`);
});
