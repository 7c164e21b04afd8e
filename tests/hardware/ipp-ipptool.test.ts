import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { systemTool } from '../system-tools.ts';
import {
  JPEG,
  openRealPrinter,
  pdfOf,
  pwgPage,
  runBeside,
  testFolder,
  warmUp,
} from './ipp-printer.ts';

/** Where Debian puts the suites; the documents that they print are not in the package. */
const SUITES = '/usr/share/cups/ipptool';

/** The suites with documents of our own under the names that they ask for. */
async function suites(): Promise<string> {
  const folder = testFolder();
  cpSync(SUITES, folder, { recursive: true });
  const pdf = await pdfOf(2);
  const raster = Buffer.concat([Buffer.from('RaS2'), pwgPage()]);
  const everywhere = readFileSync(join(folder, 'ipp-everywhere.test'), 'utf8');
  const documents: Record<string, Buffer> = {
    'document-a4.pdf': pdf,
    'document-letter.pdf': pdf,
    'document-a4.ps': Buffer.from('%!PS\n'),
    'document-letter.ps': Buffer.from('%!PS\n'),
    'color.jpg': JPEG,
    'gray.jpg': JPEG,
  };
  for (const [name] of everywhere.matchAll(/pwg-raster-samples\S+\.pwg/g)) documents[name] = raster;
  for (const [name, bytes] of Object.entries(documents)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

test.for([
  ['1.1', 'ipp-1.1.test', 36],
  ['2.0', 'ipp-2.0.test', 37],
  ['2.0', 'ipp-everywhere.test', 140],
] as const)(
  'passes what ipptool asks of IPP/%s in %s',
  async ([version, file, passes], context) => {
    systemTool(context, 'ipptool');
    const printer = await openRealPrinter();
    const { uri, errors } = printer;
    // ipptool looks after its first job once, and then not for 5 s.
    await warmUp(printer);
    const options = ['-I', '-t', '-V', version, '-f', 'document-a4.pdf', uri, file];
    const { status, text } = await runBeside('ipptool', options, { cwd: await suites() });
    const counted = (verdict: string) => text.split(`[${verdict}]`).length - 1;
    const [passed, skipped, failed] = ['PASS', 'SKIP', 'FAIL'].map(counted);
    await context.annotate(`${file}: ${passed} passed, ${skipped} skipped, ${failed} failed`);
    expect(failed, text.slice(text.indexOf('[FAIL]') - 100)).toBe(0);
    expect(status).toBe(0);
    // Skipped is what is not offered: a suite that breaks off must not pass.
    expect(passed).toBe(passes);
    expect(errors).toEqual([]);
  },
);
