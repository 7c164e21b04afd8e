import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemTool } from '../system-tools.ts';
import { eventually, openCups } from './cups.ts';
import { openRealPrinter, pdfOf, testFolder } from './ipp-printer.ts';

test('prints from lp through CUPS, shows a jam there, and goes on where it was', async (context) => {
  for (const program of ['cupsd', 'lp', 'lpadmin', 'lpstat'] as const) {
    systemTool(context, program);
  }
  const printer = await openRealPrinter();
  const { ask: cups } = await openCups();
  const document = join(testFolder(), 'four-pages.pdf');
  writeFileSync(document, await pdfOf(4));
  await cups('lpadmin', '-p', 'kofu', '-E', '-v', printer.uri, '-m', 'everywhere');
  await printer.control('/faults', 'jam@3');
  await cups('lp', '-d', 'kofu', document);
  const state = () => cups('lpstat', '-l', '-p', 'kofu');
  await eventually(async () => (await state()).includes('media-jam'));
  expect(await state()).toContain('Paper is jammed.');
  expect(await cups('lpstat', '-W', 'not-completed', '-o')).toContain('kofu-1');
  const { engine, spool } = printer.printer;
  expect(engine.counters).toMatchObject({ sheets: 2, spoiltSheets: 1 });
  await printer.control('/faults', 'clear');
  await eventually(async () => (await cups('lpstat', '-W', 'completed', '-o')).includes('kofu-1'));
  expect(engine.counters).toEqual({ sheets: 4, impressions: 4, spoiltSheets: 1 });
  expect(spool.jobs.map((job) => job.state)).toEqual(['completed']);
  expect(await state()).not.toContain('media-jam');
});
