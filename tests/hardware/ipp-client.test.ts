import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allPrinted, openRealPrinter, pdfOf } from './ipp-printer.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** As much of @sealsystems/ipp as is used: a client of others, with a codec of its own. */
interface IppLibrary {
  Printer(
    url: string,
    options: { readonly version: string; readonly auth?: string },
  ): {
    execute(
      operation: string,
      message: Attributes | null,
      done: (error: Error | null, answer: Answer) => void,
    ): void;
  };
}

interface Answer {
  readonly statusCode: string;
  readonly 'job-attributes-tag': Attributes;
  readonly 'printer-attributes-tag': Attributes;
}

const require = createRequire(import.meta.url);
const ipp = require('@sealsystems/ipp') as IppLibrary;

function clientOf(uri: string, auth?: string) {
  const options = { version: '2.0', ...(auth === undefined ? {} : { auth }) };
  const printer = ipp.Printer(uri.replace('ipp:', 'http:'), options);
  return (operation: string, asked: Attributes = {}, more: Attributes = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const named = { 'requesting-user-name': 'client', ...asked };
      const message = { 'operation-attributes-tag': named, ...more };
      printer.execute(operation, message, (error, answer) =>
        error === null || error === undefined ? resolve(answer) : reject(error),
      );
    });
}

test('is driven by a client that others wrote, through a jam', async () => {
  const { uri, printer, control, events } = await openRealPrinter();
  const ask = clientOf(uri);
  const described = (await ask('Get-Printer-Attributes'))['printer-attributes-tag'];
  expect(described).toMatchObject({
    'printer-name': 'test printer',
    'printer-state': 'idle',
    'printer-state-reasons': 'none',
    'printer-uri-supported': uri,
    'media-ready': 'iso_a4_210x297mm',
    'sides-supported': ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
    'copies-supported': [1, 99],
    'ipp-versions-supported': ['1.1', '2.0'],
  });
  const [size] = [described['media-size-supported']].flat();
  expect(size).toMatchObject({ 'x-dimension': 21_000, 'y-dimension': 29_700 });

  await control('/faults', 'jam@2');
  const sent = await ask(
    'Print-Job',
    { 'job-name': '住民票の写し', 'document-format': 'application/pdf' },
    { 'job-attributes-tag': { sides: 'two-sided-long-edge' }, data: await pdfOf(5) },
  );
  expect(sent.statusCode).toBe('successful-ok');
  const job = () => ask('Get-Job-Attributes', { 'job-id': sent['job-attributes-tag']['job-id'] });
  while (printer.state !== 'stopped') await wait(5);
  expect((await job())['job-attributes-tag']).toMatchObject({
    'job-name': '住民票の写し',
    'job-state': 'processing-stopped',
    'job-state-reasons': 'printer-stopped',
    'job-impressions': 5,
    'job-impressions-completed': 2,
    'job-media-sheets-completed': 1,
  });
  const stopped = (await ask('Get-Printer-Attributes'))['printer-attributes-tag'];
  expect(stopped).toMatchObject({
    'printer-state': 'stopped',
    'printer-state-reasons': 'media-jam-error',
  });

  await control('/faults', 'clear jam');
  while (printer.spool.unfinished.length > 0) await wait(5);
  expect((await job())['job-attributes-tag']).toMatchObject({
    'job-state': 'completed',
    'job-impressions-completed': 5,
    'job-media-sheets-completed': 3,
  });
  const sheets = events.filter(({ type }) => type === 'sheet' || type === 'spoilt');
  expect(sheets.map(({ type }) => type)).toEqual(['sheet', 'spoilt', 'sheet', 'sheet']);
});

test('lets only those print who know a password', async () => {
  const real = await openRealPrinter({ passwords: new Map([['kiosk', 'secret']]) });
  const print = async (auth?: string) => {
    const asked = { 'document-format': 'application/pdf' };
    return await clientOf(real.uri, auth)('Print-Job', asked, { data: await pdfOf(1) });
  };
  await expect(print()).rejects.toThrow('401');
  await expect(print('kiosk:wrong')).rejects.toThrow('401');
  await expect(print('nobody:secret')).rejects.toThrow('401');
  expect((await print('kiosk:secret')).statusCode).toBe('successful-ok');
  await allPrinted(real);
  expect(real.printer.spool.jobs.map(({ identity }) => identity.user)).toEqual(['kiosk']);
});
