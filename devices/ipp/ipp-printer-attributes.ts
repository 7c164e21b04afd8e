import { PRINTED_FORMATS } from './document-format.ts';
import { OPERATION, PRINTER_STATE, type PrinterStateName } from './ipp-codes.ts';
import type { JobTemplate } from './ipp-job-template.ts';
import { mediaDescribed } from './ipp-job-template.ts';
import type { IppAttribute } from './ipp-message.ts';
import { attribute } from './ipp-values.ts';
import type { PrintEngine } from './print-engine.ts';
import { mediaCollection } from './print-media.ts';
import type { PrintSpool } from './print-spool.ts';
import type { PrinterClock } from './printer-clock.ts';
import { CONDITIONS } from './printer-condition.ts';

/** What a printer is, as far as its owner says. */
export interface PrinterIdentity {
  readonly name: string;
  readonly location: string;
  /** e.g. ipp://127.0.0.1:8631/ipp/print */
  readonly uri: string;
  /** Where its web page is, e.g. http://127.0.0.1:8631 */
  readonly webOrigin: string;
  /** Like 123e4567-e89b-12d3-a456-426614174000; the same whenever it is switched on. */
  readonly uuid: string;
  readonly security: 'none' | 'tls';
  /** How users show who they are (RFC 8011 §5.4.2). */
  readonly authentication: 'none' | 'requesting-user-name' | 'basic';
  readonly colour: boolean;
  readonly duplex: boolean;
}

/** What a printer is told of with. */
export interface PrinterTelling {
  readonly identity: PrinterIdentity;
  readonly template: JobTemplate;
  readonly engine: PrintEngine;
  readonly spool: PrintSpool;
  readonly clock: PrinterClock;
  /** When its state or its settings changed last, ms on the runner's clock. */
  readonly changedMs: number;
  readonly configuredMs: number;
  readonly documentTimeoutMs: number;
}

const MODEL = 'kofu IPP Everywhere printer';

/** `printer-state`: stopped as long as nothing is drawn in, whether or not there are jobs. */
export function printerState(engine: PrintEngine, spool: PrintSpool): PrinterStateName {
  if (engine.isStopped) return 'stopped';
  const isUnderWay = spool.unfinished.some(({ processingMs }) => processingMs !== undefined);
  return isUnderWay ? 'processing' : 'idle';
}

/** Its reasons, the errors first; `none` if there is none (RFC 8011 §5.4.12). */
export function printerStateReasons({ conditions }: PrintEngine): readonly string[] {
  const reasons = conditions.map((name) => CONDITIONS[name].reason);
  if (conditions.includes('empty')) reasons.push('media-needed-error');
  return reasons.length === 0 ? ['none'] : reasons;
}

/** Attributes of the group `job-template`. */
export function templateAttributes({ template, engine }: PrinterTelling): readonly IppAttribute[] {
  return [...template.described, ...mediaDescribed(Object.keys(engine.settings.trays))];
}

/** Attributes of the group `printer-description` (RFC 8011 §5.4, PWG 5100.12, PWG 5100.14). */
export function descriptionAttributes(telling: PrinterTelling): readonly IppAttribute[] {
  return [
    ...identityAttributes(telling.identity),
    ...stateAttributes(telling),
    ...protocolAttributes(telling),
    ...documentAttributes(),
    ...supplyAttributes(telling.engine),
  ];
}

/** Only told where it is asked for by name, for it is long. */
export function mediaDatabase({ engine }: PrinterTelling): IppAttribute {
  const all = Object.keys(engine.settings.trays);
  const collections = all.map((name, index) => mediaCollection(name, index + 1));
  return attribute('media-col-database', 'collection', ...collections);
}

function identityAttributes(identity: PrinterIdentity): readonly IppAttribute[] {
  const { name, location, uri, webOrigin, uuid, security, authentication, colour } = identity;
  return [
    attribute('printer-uri-supported', 'uri', uri),
    attribute('uri-security-supported', 'keyword', security),
    attribute('uri-authentication-supported', 'keyword', authentication),
    attribute('printer-name', 'nameWithoutLanguage', name),
    attribute('printer-info', 'textWithoutLanguage', name),
    attribute('printer-location', 'textWithoutLanguage', location),
    attribute('printer-geo-location', 'uri', 'geo:34.7814,135.4698'),
    attribute('printer-organization', 'textWithoutLanguage', 'kofu'),
    attribute('printer-organizational-unit', 'textWithoutLanguage', 'simulation'),
    attribute('printer-make-and-model', 'textWithoutLanguage', MODEL),
    attribute('printer-device-id', 'textWithoutLanguage', DEVICE_ID),
    attribute('printer-uuid', 'uri', `urn:uuid:${uuid}`),
    attribute('printer-more-info', 'uri', `${webOrigin}/`),
    attribute('printer-supply-info-uri', 'uri', `${webOrigin}/`),
    attribute('printer-icons', 'uri', `${webOrigin}/icon.png`),
    attribute('printer-kind', 'keyword', 'document'),
    attribute('color-supported', 'boolean', colour),
  ];
}

const DEVICE_ID = 'MFG:kofu;MDL:IPP Everywhere printer;CMD:PDF,PWGRaster,AppleRaster,JPEG;';

function stateAttributes(telling: PrinterTelling): readonly IppAttribute[] {
  const { identity, engine, spool, clock, changedMs, configuredMs } = telling;
  const { pagesPerMinute } = engine.settings;
  const speed = Math.max(1, Math.round(pagesPerMinute));
  const { sheets, impressions } = engine.counters;
  const message = engine.conditions.map((name) => CONDITIONS[name].text).join(' ');
  return [
    attribute('printer-state', 'enum', PRINTER_STATE[printerState(engine, spool)]),
    attribute('printer-state-reasons', 'keyword', ...printerStateReasons(engine)),
    attribute('printer-state-message', 'textWithoutLanguage', message),
    attribute('printer-state-change-time', 'integer', clock.upTimeAt(changedMs)),
    attribute('printer-state-change-date-time', 'dateTime', clock.dateTimeAt(changedMs)),
    attribute('printer-config-change-time', 'integer', clock.upTimeAt(configuredMs)),
    attribute('printer-config-change-date-time', 'dateTime', clock.dateTimeAt(configuredMs)),
    attribute('printer-is-accepting-jobs', 'boolean', true),
    attribute('printer-up-time', 'integer', clock.upTime),
    attribute('printer-current-time', 'dateTime', clock.now),
    attribute('queued-job-count', 'integer', spool.unfinished.length),
    attribute('printer-impressions-completed', 'integer', impressions),
    attribute('printer-media-sheets-completed', 'integer', sheets),
    attribute('pages-per-minute', 'integer', speed),
    ...(identity.colour ? [attribute('pages-per-minute-color', 'integer', speed)] : []),
  ];
}

function protocolAttributes({
  identity,
  template,
  documentTimeoutMs,
}: PrinterTelling): readonly IppAttribute[] {
  const needsName = identity.authentication === 'requesting-user-name';
  return [
    attribute('charset-configured', 'charset', 'utf-8'),
    attribute('charset-supported', 'charset', 'us-ascii', 'utf-8'),
    attribute('natural-language-configured', 'naturalLanguage', 'en'),
    attribute('generated-natural-language-supported', 'naturalLanguage', 'en'),
    attribute('ipp-versions-supported', 'keyword', '1.1', '2.0'),
    attribute('ipp-features-supported', 'keyword', 'ipp-everywhere'),
    attribute('operations-supported', 'enum', ...Object.values(OPERATION)),
    attribute('printer-get-attributes-supported', 'keyword', 'document-format'),
    attribute('requesting-user-name-supported', 'boolean', needsName),
    attribute('compression-supported', 'keyword', 'none', 'gzip', 'deflate'),
    attribute('pdl-override-supported', 'keyword', 'attempted'),
    attribute('job-creation-attributes-supported', 'keyword', ...template.names),
    attribute('job-ids-supported', 'boolean', true),
    attribute('preferred-attributes-supported', 'boolean', false),
    attribute('multiple-document-jobs-supported', 'boolean', false),
    attribute('multiple-operation-time-out', 'integer', Math.ceil(documentTimeoutMs / 1000)),
    attribute('multiple-operation-time-out-action', 'keyword', 'abort-job'),
    attribute('which-jobs-supported', 'keyword', 'completed', 'not-completed', 'all'),
    attribute('identify-actions-default', 'keyword', 'display'),
    attribute('identify-actions-supported', 'keyword', 'display', 'flash', 'sound'),
  ];
}

function documentAttributes(): readonly IppAttribute[] {
  const dpi = (value: number) => ({ crossFeed: value, feed: value, unit: 'dpi' }) as const;
  return [
    attribute('document-format-default', 'mimeMediaType', 'application/octet-stream'),
    attribute(
      'document-format-supported',
      'mimeMediaType',
      'application/octet-stream',
      ...PRINTED_FORMATS,
    ),
    attribute('pdf-versions-supported', 'keyword', 'adobe-1.4', 'adobe-1.7', 'iso-32000-1_2008'),
    attribute('pwg-raster-document-resolution-supported', 'resolution', dpi(300), dpi(600)),
    attribute('pwg-raster-document-sheet-back', 'keyword', 'normal'),
    attribute('pwg-raster-document-type-supported', 'keyword', 'black_1', 'sgray_8', 'srgb_8'),
    attribute('urf-supported', 'keyword', 'V1.4', 'CP1', 'W8', 'SRGB24', 'RS300-600', 'DM1'),
  ];
}

/** Trays and toner as the Printer MIB says them (PWG 5100.13 §5.6, RFC 3805). */
function supplyAttributes(engine: PrintEngine): readonly IppAttribute[] {
  const { trays, outputSheets } = engine.settings;
  const inputs = Object.entries(trays).map(([media, capacity], index) => {
    const level = engine.trays.get(media) ?? 0;
    const counts = `maxcapacity=${capacity};level=${level};unit=sheets;status=0`;
    return ascii(`type=sheetFeedAutoRemovableTray;${counts};name=tray-${index + 1};`);
  });
  const left = outputSheets - engine.sheetsInOutput;
  const output = `type=unRemovableBin;maxcapacity=${outputSheets};remaining=${left};unit=sheets`;
  const toner = `type=toner;maxcapacity=100;level=${engine.tonerPercent};class=supplyThatIsConsumed`;
  return [
    attribute('printer-input-tray', 'octetString', ...inputs),
    attribute(
      'printer-output-tray',
      'octetString',
      ascii(`${output};status=0;name=face-down;stackingorder=firstToLast;`),
    ),
    attribute(
      'printer-supply',
      'octetString',
      ascii(`index=1;${toner};unit=percent;colorantname=black;`),
    ),
    attribute('printer-supply-description', 'textWithoutLanguage', 'Black toner'),
  ];
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
