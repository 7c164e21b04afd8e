import { describe, expect, test } from 'vitest';
import type { OperationName } from '../../../devices/ipp/ipp-codes.ts';
import { GROUP, type IppAttribute, type IppMessage } from '../../../devices/ipp/ipp-message.ts';
import { attribute, groupOf, valuesOf } from '../../../devices/ipp/ipp-values.ts';
import { mediaCollection } from '../../../devices/ipp/print-media.ts';
import { answered, plain, requestFor, SmallPrinter } from './small-printer.ts';

/** A request whose frame was changed. */
function asked(change: (message: IppMessage) => Partial<IppMessage>) {
  const printer = new SmallPrinter();
  const right = requestFor('Get-Printer-Attributes');
  return answered(printer.run(printer.printer.answer({ ...right, ...change(right) })));
}

/** A request with other operation attributes. */
function askedWith(change: (attributes: readonly IppAttribute[]) => readonly IppAttribute[]) {
  return asked(({ groups: [first] }) => ({
    groups: [{ tag: GROUP.operation, attributes: change(first?.attributes ?? []) }],
  }));
}

const jobId = (id: number) => attribute('job-id', 'integer', id);

describe('the frame of a request', () => {
  test('is answered in its version and with its number', () => {
    const { message, status } = asked(() => ({ version: { major: 1, minor: 1 }, requestId: 99 }));
    expect(status).toBe('successful-ok');
    expect(message).toMatchObject({ version: { major: 1, minor: 1 }, requestId: 99 });
  });

  test('is refused for what is wrong with it', () => {
    const version = { major: 3, minor: 0 };
    expect(asked(() => ({ version })).status).toBe('server-error-version-not-supported');
    expect(asked(() => ({ requestId: 0 })).status).toBe('client-error-bad-request');
    expect(asked(() => ({ code: 0x3fff })).status).toBe('server-error-operation-not-supported');
    expect(asked(() => ({ groups: [] })).status).toBe('client-error-bad-request');
    expect(asked(({ groups }) => ({ groups: [...groups, ...groups] })).status).toBe(
      'client-error-bad-request',
    );
    expect(askedWith(([a, b, ...rest]) => [b!, a!, ...rest]).status).toBe(
      'client-error-bad-request',
    );
    expect(
      askedWith((all) => [...all, attribute('a', 'integer', 1), attribute('a', 'integer', 2)])
        .status,
    ).toBe('client-error-bad-request');
    expect(
      askedWith(([, ...rest]) => [attribute('attributes-charset', 'charset', 'utf-16'), ...rest])
        .status,
    ).toBe('client-error-charset-not-supported');
    expect(askedWith((all) => [...all, attribute('a', 'keyword', 'x'.repeat(256))]).status).toBe(
      'client-error-request-value-too-long',
    );
  });

  test.each([
    ['ipp://printer.example:8631/ipp/print', 'successful-ok'],
    ['http://127.0.0.1/ipp/print/', 'successful-ok'],
    ['ipp://localhost/ipp/faxout', 'client-error-not-found'],
    ['ipp://localhost', 'client-error-not-found'],
    ['not a uri', 'client-error-not-found'],
  ])('names the printer by %s: %s', (uri, status) => {
    expect(askedWith(([a, b]) => [a!, b!, attribute('printer-uri', 'uri', uri)]).status).toBe(
      status,
    );
  });

  test('names a job by its number or by its URI', () => {
    const printer = new SmallPrinter();
    printer.print(1);
    const right = requestFor('Get-Job-Attributes');
    const [charset, language] = right.groups[0]?.attributes ?? [];
    const status = (uri: string) => {
      const attributes = [charset!, language!, attribute('job-uri', 'uri', uri)];
      const request = { ...right, groups: [{ tag: GROUP.operation, attributes }] };
      return answered(printer.run(printer.printer.answer(request))).status;
    };
    expect(status('ipp://localhost/ipp/print/1')).toBe('successful-ok');
    expect(status('ipp://localhost/ipp/print/2')).toBe('client-error-not-found');
    expect(status('ipp://localhost/ipp/print')).toBe('client-error-not-found');
    expect(printer.ask('Get-Job-Attributes').status).toBe('client-error-bad-request');
  });
});

describe('a job that is sent in', () => {
  const unknown = attribute('perfume', 'keyword', 'rose');
  const tooMany = attribute('copies', 'integer', 100);

  test('is printed without what is not to be had, and told so', () => {
    const printer = new SmallPrinter();
    const { status, message } = printer.ask('Print-Job', {
      data: '%PDF-1',
      job: [unknown, tooMany],
    });
    expect(status).toBe('successful-ok-ignored-or-substituted-attributes');
    expect(groupOf(message, GROUP.unsupported)?.attributes).toEqual([
      { name: 'perfume', values: [{ tag: 'unsupported' }] },
      tooMany,
    ]);
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1']);
  });

  test('is refused whole if it is to be printed as it says or not at all', () => {
    const printer = new SmallPrinter();
    const operation = [attribute('ipp-attribute-fidelity', 'boolean', true)];
    for (const job of [[unknown], [tooMany]]) {
      const { status } = printer.ask('Print-Job', { data: '%PDF-1', operation, job });
      expect(status).toBe('client-error-attributes-or-values-not-supported');
    }
    const a3 = [attribute('media-col', 'collection', mediaCollection('iso_a3_297x420mm', 2))];
    expect(printer.ask('Print-Job', { data: '%PDF-1', operation, job: a3 }).status).toBe(
      'successful-ok',
    );
    const b4 = [attribute('media', 'keyword', 'jis_b4_257x364mm')];
    expect(printer.ask('Validate-Job', { operation, job: b4 }).status).toBe(
      'client-error-attributes-or-values-not-supported',
    );
    printer.pass(60_000);
    expect(Object.fromEntries(printer.printer.engine.trays)).toMatchObject({
      iso_a3_297x420mm: 19,
    });
  });

  test('comes in two steps, with one document', () => {
    const printer = new SmallPrinter();
    const send = (isLast: boolean | undefined, data: string) => {
      const last = isLast === undefined ? [] : [attribute('last-document', 'boolean', isLast)];
      return printer.ask('Send-Document', { operation: [jobId(1), ...last], data }).status;
    };
    printer.ask('Create-Job');
    expect(send(undefined, '%PDF-2')).toBe('client-error-bad-request');
    expect(send(false, '%PDF-2')).toBe('successful-ok');
    expect(send(true, '%PDF-2')).toBe('server-error-multiple-document-jobs-not-supported');
    printer.pass(60_000);
    expect(printer.out).toEqual([]);
    expect(printer.ask('Close-Job', { operation: [jobId(1)] }).status).toBe('successful-ok');
    expect(send(true, '%PDF-2')).toBe('client-error-not-possible');
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1', '1.2']);
  });

  test('waits for its release if it is held', () => {
    const printer = new SmallPrinter();
    const id = printer.print(1, { job: [attribute('job-hold-until', 'keyword', 'indefinite')] });
    printer.pass(60_000);
    expect(printer.job(id)).toMatchObject({ 'job-state': 4 });
    expect(printer.ask('Release-Job', { operation: [jobId(id)] }).status).toBe('successful-ok');
    printer.pass(60_000);
    expect(printer.out).toEqual(['1.1']);
    expect(printer.ask('Hold-Job', { operation: [jobId(id)] }).status).toBe(
      'client-error-not-possible',
    );
  });

  test('is refused in a format that is not printed, and without a document', () => {
    const printer = new SmallPrinter();
    const format = (name: string) => ({
      operation: [attribute('document-format', 'mimeMediaType', name)],
    });
    expect(printer.ask('Validate-Job', format('application/postscript')).status).toBe(
      'client-error-document-format-not-supported',
    );
    expect(printer.ask('Validate-Job', format('image/pwg-raster')).status).toBe('successful-ok');
    expect(printer.ask('Print-Job').status).toBe('client-error-bad-request');
  });
});

describe('who may do what', () => {
  test('is decided by a list of users, and by whose job it is', () => {
    const printer = new SmallPrinter({ users: new Set(['kiosk', 'office']) });
    const status = (operation: OperationName, user: string) =>
      printer.ask(operation, { operation: [jobId(1)], user, data: '%PDF-9' }).status;
    expect(status('Print-Job', 'guest')).toBe('client-error-not-authorized');
    expect(status('Get-Printer-Attributes', 'guest')).toBe('successful-ok');
    expect(status('Print-Job', 'kiosk')).toBe('successful-ok');
    expect(status('Cancel-Job', 'office')).toBe('client-error-not-authorized');
    expect(status('Cancel-My-Jobs', 'office')).toBe('successful-ok');
    expect(printer.job(1)).toMatchObject({ 'job-originating-user-name': 'kiosk', 'job-state': 5 });
    expect(status('Cancel-My-Jobs', 'kiosk')).toBe('successful-ok');
    printer.pass(60_000);
    expect(printer.job(1)).toMatchObject({ 'job-state': 7 });
  });
});

describe('what is asked for', () => {
  test('is told of jobs by what they are and whose', () => {
    const printer = new SmallPrinter();
    for (const user of ['a', 'b', 'a']) printer.print(1, { user });
    printer.pass(5_000);
    printer.pass(1);
    const ids = (...operation: IppAttribute[]) =>
      printer
        .ask('Get-Jobs', { operation, user: 'a' })
        .message.groups.flatMap(({ attributes }) => valuesOf(attributes, 'job-id', 'integer'));
    expect(ids()).toEqual([2, 3]);
    expect(ids(attribute('my-jobs', 'boolean', true))).toEqual([3]);
    expect(ids(attribute('which-jobs', 'keyword', 'completed'))).toEqual([1]);
    expect(
      ids(attribute('which-jobs', 'keyword', 'all'), attribute('limit', 'integer', 2)),
    ).toEqual([1, 2]);
    const first = printer.ask('Get-Jobs').message.groups[1];
    expect(first?.attributes.map(({ name }) => name)).toEqual(['job-id', 'job-uri']);
    const aborted = { operation: [attribute('which-jobs', 'keyword', 'aborted')] };
    expect(printer.ask('Get-Jobs', aborted).status).toBe(
      'client-error-attributes-or-values-not-supported',
    );
  });

  test('is told of the printer by name or by group, with the date in Japan', () => {
    const printer = new SmallPrinter();
    const only = (...names: string[]) =>
      plain(
        printer.ask('Get-Printer-Attributes', {
          operation: [attribute('requested-attributes', 'keyword', ...names)],
        }).printer,
      );
    expect(only('printer-name', 'nonsense')).toEqual({ 'printer-name': 'test printer' });
    expect(Object.keys(only('job-template'))).toContain('sides-supported');
    expect(Object.keys(only('job-template'))).not.toContain('printer-state');
    expect(printer.attributes).not.toHaveProperty('media-col-database');
    expect(only('media-col-database')).toHaveProperty('media-col-database');
    printer.pass(100);
    expect(only('printer-current-time')).toEqual({
      'printer-current-time': {
        ...{ year: 2026, month: 4, day: 1, hour: 9, minute: 0, second: 0, deciSecond: 0 },
        ...{ utcSign: '+', utcHours: 9, utcMinutes: 0 },
      },
    });
  });

  test('identifies the printer by what it can do', () => {
    const printer = new SmallPrinter();
    const actions = (...names: string[]) => ({
      operation: [attribute('identify-actions', 'keyword', ...names)],
    });
    expect(printer.ask('Identify-Printer', actions('sound')).status).toBe('successful-ok');
    expect(printer.events).toEqual([{ atMs: 0, type: 'identify', actions: ['sound'], text: '' }]);
    expect(printer.ask('Identify-Printer', actions('speak')).status).toBe(
      'client-error-attributes-or-values-not-supported',
    );
  });
});
