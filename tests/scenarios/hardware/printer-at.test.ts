import { expect, test } from 'vitest';
import { whyNotUndrawn } from '../../../scenarios/hardware/hardware.ts';
import { HardwareRefused } from '../../../scenarios/hardware/kiosk-hardware.ts';
import { printerAt } from '../../../scenarios/hardware/printer-at.ts';

test('refuses a printer that does not answer, with the remedy and without its password', async () => {
  const opening = printerAt('ipp://clerk:secret@127.0.0.1:9/ipp/print', expect.fail);
  const error = await opening.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HardwareRefused);
  expect(String(error)).toMatch(
    /the printer ipp:\/\/127\.0\.0\.1:9\/ipp\/print cannot be used: .*ECONNREFUSED.*; see that it is on/,
  );
  expect(String(error)).not.toContain('secret');
});

test('says that a printer needs documents that are drawn', () => {
  expect(whyNotUndrawn({ 'in-001': { printer: { ipp: 'ipp://127.0.0.1/' } } })).toBe(
    'the printer of in-001 prints documents, and with --render digest there are none: leave ' +
      '--render out, or leave out the printer, and a model prints',
  );
  expect(whyNotUndrawn({ 'in-001': { reader: { pcsc: 'x' } } })).toBeUndefined();
  expect(whyNotUndrawn(undefined)).toBeUndefined();
});
