import type { DocumentReader, PrintedSheet } from '../../../devices/ipp/document-reader.ts';
import {
  OPERATION,
  type OperationName,
  type StatusName,
  statusName,
} from '../../../devices/ipp/ipp-codes.ts';
import { GROUP, type IppAttribute, type IppMessage } from '../../../devices/ipp/ipp-message.ts';
import { IppPrinter, type IppPrinterSettings } from '../../../devices/ipp/ipp-printer.ts';
import { attribute, groupOf, textsOf, valuesOf } from '../../../devices/ipp/ipp-values.ts';
import { MEDIA } from '../../../devices/ipp/print-media.ts';
import type { PrinterEvent } from '../../../devices/ipp/printer-event.ts';
import { type Process, ready } from '../../../sim/process.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

/** 60 pages a minute, the first one after 5 s: sheet n of a job is out after 4 + n seconds. */
export const SETTINGS: IppPrinterSettings = {
  identity: {
    name: 'test printer',
    location: 'nowhere',
    uri: 'ipp://127.0.0.1:8631/ipp/print',
    webOrigin: 'http://127.0.0.1:8631',
    uuid: '123e4567-e89b-82d3-a456-426614174000',
    security: 'none',
    authentication: 'requesting-user-name',
    colour: true,
    duplex: true,
  },
  users: undefined,
  pagesPerMinute: 60,
  firstPageMs: 5_000,
  trays: { [MEDIA.a4]: 100, [MEDIA.a3]: 20 },
  outputSheets: 200,
  tonerImpressions: 1_000,
  maxJobs: 20,
  maxHistory: 5,
  maxBytes: 10_000,
  documentTimeoutMs: 120_000,
  originMs: Date.parse('2026-04-01T08:59:59.900+09:00'),
};

/** Takes `%PDF-3` for a PDF of three pages, and says so without drawing anything. */
const BY_NAME: DocumentReader = {
  read({ bytes }) {
    const [, pages] = /^%PDF-(\d{1,2})$/.exec(Buffer.from(bytes).toString()) ?? [];
    if (pages === undefined) return ready({ kind: 'unprintable', reason: 'no such PDF' });
    return ready({ kind: 'pages', pages: Number(pages) });
  },
};

export interface Answered {
  readonly status: StatusName | undefined;
  readonly message: IppMessage;
  readonly job: readonly IppAttribute[];
  readonly printer: readonly IppAttribute[];
}

/** A printer in virtual time, and all that came out of it. */
export class SmallPrinter {
  readonly time = new VirtualTime();
  readonly events: PrinterEvent[] = [];
  /** `1.2` is page 2 of job 1. */
  readonly out: string[] = [];
  readonly printer: IppPrinter;

  constructor(changes: Partial<IppPrinterSettings> = {}) {
    this.printer = new IppPrinter(
      this.time,
      { ...SETTINGS, ...changes },
      {
        reader: BY_NAME,
        inflate: () => ready('corrupt' as const),
        output: { keep: (sheet) => ready(this.#keep(sheet)) },
        tell: (event) => this.events.push(event),
      },
    );
  }

  #keep({ jobId, pages }: PrintedSheet): void {
    this.out.push(...pages.map((page) => `${jobId}.${page}`));
  }

  /** Asks something at this instant. */
  ask(operation: OperationName, asked: Asked = {}): Answered {
    return answered(this.run(this.printer.answer(requestFor(operation, asked))));
  }

  /** Sends `pages` pages in one job and answers its number. */
  print(pages: number, asked: Asked = {}): number {
    const { job } = this.ask('Print-Job', { data: `%PDF-${pages}`, ...asked });
    return valuesOf(job, 'job-id', 'integer')[0] ?? Number.NaN;
  }

  /** What a job's attributes say now, as texts and numbers. */
  job(id: number): Readonly<Record<string, unknown>> {
    const { job } = this.ask('Get-Job-Attributes', {
      operation: [attribute('job-id', 'integer', id)],
    });
    return plain(job);
  }

  get attributes(): Readonly<Record<string, unknown>> {
    return plain(this.ask('Get-Printer-Attributes').printer);
  }

  run<A>(process: Process<A>): A {
    const task = this.time.spawn(process);
    this.time.advance(this.time.now());
    if (task.ending?.kind !== 'returned') throw new Error('it takes time, or failed');
    return task.ending.value;
  }

  /** Lets so much time pass. */
  pass(ms: number): void {
    this.time.advance(this.time.now() + ms);
  }
}

export interface Asked {
  readonly operation?: readonly IppAttribute[];
  readonly job?: readonly IppAttribute[];
  readonly user?: string;
  readonly data?: string | Uint8Array;
}

export function requestFor(operation: OperationName, asked: Asked = {}): IppMessage {
  const attributes = [
    attribute('attributes-charset', 'charset', 'utf-8'),
    attribute('attributes-natural-language', 'naturalLanguage', 'en'),
    attribute('printer-uri', 'uri', 'ipp://localhost/ipp/print'),
    attribute('requesting-user-name', 'nameWithoutLanguage', asked.user ?? 'kiosk'),
    ...(asked.operation ?? []),
  ];
  const job = asked.job === undefined ? [] : [{ tag: GROUP.job, attributes: asked.job }];
  return {
    version: { major: 2, minor: 0 },
    code: OPERATION[operation],
    requestId: 7,
    groups: [{ tag: GROUP.operation, attributes }, ...job],
    data: new Uint8Array(Buffer.from(asked.data ?? '')),
  };
}

export function answered(message: IppMessage): Answered {
  return {
    status: statusName(message.code),
    message,
    job: groupOf(message, GROUP.job)?.attributes ?? [],
    printer: groupOf(message, GROUP.printer)?.attributes ?? [],
  };
}

/** Attributes as a record; several values as a list. */
export function plain(attributes: readonly IppAttribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    attributes.map(({ name, values }) => {
      const texts = textsOf(attributes, name);
      const all = texts.length > 0 ? texts : values.map((v) => ('value' in v ? v.value : v.tag));
      return [name, all.length === 1 ? all[0] : all];
    }),
  );
}
