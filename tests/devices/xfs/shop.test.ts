import { describe, expect, test } from 'vitest';
import { DEVICE_FAULTS } from '../../../server/contract-bus.ts';
import { words } from './small-device.ts';
import { pdf, SmallGateway } from './small-gateway.ts';

const SELECT_JPKI = '00a4040c0ad392f000260100000001';
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

const status = (shop: SmallGateway, service: string) =>
  shop.ask(service, 'Common.Status', {}, 1)?.payload ?? {};

test('the publisher lists the services', () => {
  const shop = new SmallGateway();
  expect(shop.ask('ServicePublisher', 'ServicePublisher.GetServices', {}, 1)?.payload).toEqual({
    vendorName: 'kofu',
    services: ['CardReader', 'Printer', 'CashAcceptor', 'KofuHand'].map((service) => ({
      serviceURI: `ws://here/${service}`,
    })),
  });
});

describe('a card reader', () => {
  test('asks for a card, waits for it, and reads its answer to reset', () => {
    const shop = new SmallGateway();
    expect(shop.end('CardReader', 'CardReader.ReadRawData', { chip: true })).toBeUndefined();
    expect(shop.events('CardReader')).toEqual(['CardReader.InsertCardEvent']);
    shop.ask('KofuHand', 'KofuHand.InsertCard');
    expect(shop.events('CardReader')).toEqual([
      'CardReader.InsertCardEvent',
      'Common.StatusChangedEvent',
      'CardReader.MediaInsertedEvent',
    ]);
    expect(shop.heard('CardReader').at(-1)).toMatchObject({
      header: { name: 'CardReader.ReadRawData', completionCode: 'success' },
      payload: { chip: [{ protocol: 'chipTypeB', data: expect.stringMatching(/^O/) }] },
    });
  });

  test('passes APDUs to the chip and back, after it has been powered', () => {
    const shop = new SmallGateway();
    const apdu = { chipProtocol: 'chipTypeB', chipData: base64(SELECT_JPKI) };
    expect(shop.end('CardReader', 'CardReader.ChipIO', apdu)).toBe('noMedia');
    expect(shop.end('CardReader', 'CardReader.ChipPower', { chipPower: 'cold' })).toBe('noMedia');
    expect(status(shop, 'CardReader')).toMatchObject({
      cardReader: { media: 'notPresent', chipPower: 'noCard' },
    });
    shop.ask('KofuHand', 'KofuHand.InsertCard');
    expect(shop.end('CardReader', 'CardReader.ChipIO', apdu)).toBe('atrNotObtained');
    const cold = shop.ask('CardReader', 'CardReader.ChipPower', { chipPower: 'cold' });
    expect(cold?.payload).toMatchObject({ chipData: expect.stringMatching(/^O/) });
    expect(status(shop, 'CardReader')).toMatchObject({
      cardReader: { media: 'present', chipPower: 'online' },
    });
    expect(shop.ask('CardReader', 'CardReader.ChipIO', apdu)?.payload).toEqual({
      chipProtocol: 'chipTypeB',
      chipData: base64('9000'),
    });
    // The PIN query never consumes a try: 63C3, three are left.
    const query = (hex: string) =>
      shop.ask('CardReader', 'CardReader.ChipIO', { chipData: base64(hex) })?.payload?.['chipData'];
    expect(query('00a4020c020018')).toBe(base64('9000'));
    expect(query('00200080')).toBe(base64('63c3'));
    expect(shop.end('CardReader', 'CardReader.ChipPower', { chipPower: 'off' })).toBe('success');
    expect(shop.end('CardReader', 'CardReader.ChipIO', apdu)).toBe('atrNotObtained');
  });

  test.each([
    ['another protocol', { chipProtocol: 'chipTypeNFC', chipData: 'AAAA' }, 'protocolNotSupported'],
    ['no base64', { chipData: '*' }, 'invalidData'],
    ['nothing', {}, 'invalidData'],
    ['more than an APDU can be', { chipData: 'A'.repeat(100_000) }, 'invalidData'],
  ])('refuses %s for the chip', (_, payload, code) => {
    const shop = new SmallGateway();
    shop.ask('KofuHand', 'KofuHand.InsertCard');
    shop.ask('CardReader', 'CardReader.ChipPower', { chipPower: 'cold' });
    expect(shop.end('CardReader', 'CardReader.ChipIO', payload)).toBe(code);
  });

  test('has no tracks to read', () => {
    const shop = new SmallGateway();
    expect(shop.end('CardReader', 'CardReader.ReadRawData', { track2: true })).toBe(
      'unsupportedData',
    );
  });

  test('tells when a card is taken in the middle, whose chip then is not there', () => {
    const shop = new SmallGateway();
    shop.ask('KofuHand', 'KofuHand.InsertCard');
    shop.ask('CardReader', 'CardReader.ReadRawData', { chip: true });
    shop.ask('KofuHand', 'KofuHand.TakeCard');
    expect(shop.events('CardReader').slice(-2)).toEqual([
      'Common.StatusChangedEvent',
      'CardReader.MediaRemovedEvent',
    ]);
    const apdu = { chipData: base64(SELECT_JPKI) };
    expect(shop.end('CardReader', 'CardReader.ChipIO', apdu)).toBe('noMedia');
  });

  test('with a card that cannot be read says so by event and error code', () => {
    const shop = new SmallGateway();
    shop.ask('KofuHand', 'KofuHand.SetFault', { fault: 'card.unreadable' });
    shop.ask('KofuHand', 'KofuHand.InsertCard');
    expect(shop.end('CardReader', 'CardReader.ReadRawData', { chip: true })).toBe('invalidMedia');
    expect(shop.events('CardReader')).toContain('CardReader.InvalidMediaEvent');
    expect(status(shop, 'CardReader')).toMatchObject({ common: { device: 'hardwareError' } });
    const powered = shop.end('CardReader', 'CardReader.ChipPower', { chipPower: 'cold' });
    expect(powered).toBe('atrNotObtained');
  });

  test('with a card that is mute says hardwareError after the reader’s patience, or times out', () => {
    const shop = new SmallGateway();
    shop.ask('KofuHand', 'KofuHand.InsertCard');
    shop.ask('CardReader', 'CardReader.ReadRawData', { chip: true });
    shop.ask('KofuHand', 'KofuHand.SetFault', { fault: 'card.mute' });
    const apdu = { chipData: base64(SELECT_JPKI) };
    shop.say('CardReader', 'CardReader.ChipIO', apdu, 3_000);
    shop.pass(4_000);
    expect(shop.heard('CardReader').at(-1)?.header.completionCode).toBe('timeOut');
    expect(shop.end('CardReader', 'CardReader.ChipIO', apdu)).toBe('hardwareError');
  });
});

describe('a printer', () => {
  test('prints, presents and tells when the paper is taken', () => {
    const shop = new SmallGateway();
    expect(shop.end('Printer', 'Printer.PrintNative', { data: pdf(2) }, 5_999)).toBeUndefined();
    shop.pass(1);
    expect(shop.events('Printer')).toEqual(['Printer.MediaPresentedEvent']);
    expect(shop.heard('Printer').at(-1)?.header.completionCode).toBe('success');
    expect(status(shop, 'Printer')).toMatchObject({
      printer: { media: 'present', paper: { upper: 'full' }, toner: 'full', mediaOnStacker: 2 },
    });
    shop.ask('KofuHand', 'KofuHand.TakePaper');
    expect(shop.events('Printer').at(-1)).toBe('Printer.MediaTakenEvent');
  });

  test.each([
    ['printer.jam', 'paperJammed', { media: 'jammed', paper: { upper: 'jammed' } }],
    ['printer.empty', 'paperOut', { paper: { upper: 'out' } }],
    ['printer.toner-empty', 'tonerOut', { toner: 'out' }],
    ['printer.output-full', 'stackerFull', {}],
    ['printer.cover-open', 'hardwareError', {}],
    ['printer.offline', 'deviceNotReady', {}],
  ])('with %s ends a print with %s, and prints again when that is over', (fault, code, told) => {
    const shop = new SmallGateway();
    shop.ask('KofuHand', 'KofuHand.SetFault', { fault });
    expect(shop.end('Printer', 'Printer.PrintNative', { data: pdf(1) })).toBe(code);
    expect(status(shop, 'Printer')).toMatchObject({
      common: { device: 'hardwareError' },
      printer: told,
    });
    expect(shop.events('Printer')).toEqual(['Common.StatusChangedEvent', 'Common.ErrorEvent']);
    shop.ask('KofuHand', 'KofuHand.ClearFault', { fault });
    expect(shop.end('Printer', 'Printer.PrintNative', { data: pdf(1) })).toBe('success');
  });

  test('that jams in the middle presents the sheets that were whole, and no more', () => {
    const shop = new SmallGateway();
    shop.say('Printer', 'Printer.PrintRaw', { data: pdf(3) });
    shop.pass(6_500);
    shop.ask('KofuHand', 'KofuHand.SetFault', { fault: 'printer.jam' });
    expect(shop.heard('Printer').at(-1)).toMatchObject({ payload: { errorCode: 'paperJammed' } });
    expect(status(shop, 'Printer')).toMatchObject({ printer: { mediaOnStacker: 2 } });
    expect(shop.events('Printer')).toContain('Printer.MediaPresentedEvent');
    expect(shop.end('Printer', 'Printer.Reset')).toBe('success');
    expect(shop.end('Printer', 'Printer.PrintNative', { data: pdf(1) })).toBe('success');
  });

  test('out of paper tells the threshold if that comes in the middle, and is replenished', () => {
    const shop = new SmallGateway();
    shop.say('Printer', 'Printer.PrintNative', { data: pdf(3) });
    shop.pass(5_500);
    shop.ask('KofuHand', 'KofuHand.SetFault', { fault: 'printer.empty' });
    expect(shop.events('Printer')).toContain('Printer.PaperThresholdEvent');
    expect(shop.end('Printer', 'Printer.SupplyReplenish', { upper: true })).toBe('success');
    expect(shop.end('Printer', 'Printer.PrintNative', { data: pdf(1) })).toBe('success');
  });

  test.each([
    ['no PDF', { data: btoa('hello') }],
    ['no base64', { data: 'hello' }],
    ['nothing', {}],
  ])('refuses %s', (_, payload) => {
    expect(new SmallGateway().end('Printer', 'Printer.PrintNative', payload)).toBe('invalidData');
  });
});

describe('a payment unit', () => {
  const fee = { amountLimit: [{ currency: 'JPY', value: 300 }] };

  test('collects a fee and gives change', () => {
    const shop = new SmallGateway();
    expect(shop.end('CashAcceptor', 'CashAcceptor.CashInStart', fee)).toBe('success');
    shop.say('CashAcceptor', 'CashAcceptor.CashIn');
    shop.pass(1_000);
    expect(shop.events('CashAcceptor')).toEqual(['CashAcceptor.InsertItemsEvent']);
    shop.ask('KofuHand', 'KofuHand.InsertCash', { pieces: { 500: 1 } });
    expect(shop.events('CashAcceptor')).toContain('CashAcceptor.SubCashInEvent');
    expect(shop.heard('CashAcceptor').at(-1)).toMatchObject({
      header: { name: 'CashAcceptor.CashIn', completionCode: 'success' },
      payload: { items: { type500JPY1: { fit: 1 } } },
    });
    expect(status(shop, 'CashAcceptor')).toMatchObject({
      cashAcceptor: { intermediateStacker: 'notEmpty' },
    });
    expect(shop.end('CashAcceptor', 'CashAcceptor.CashInEnd')).toBe('success');
    expect(shop.acceptor.takingsYen).toBe(300);
    expect(shop.events('CashAcceptor')).toContain('CashManagement.ItemsPresentedEvent');
    const report = shop.ask('CashAcceptor', 'CashAcceptor.GetCashInStatus', {}, 1);
    expect(report?.payload).toMatchObject({ status: 'ok', numOfRefused: 0 });
  });

  test('gives everything back on a roll-back', () => {
    const shop = new SmallGateway();
    shop.ask('CashAcceptor', 'CashAcceptor.CashInStart', fee);
    shop.say('CashAcceptor', 'CashAcceptor.CashIn');
    shop.ask('KofuHand', 'KofuHand.InsertCash', { pieces: { 100: 3 } });
    expect(shop.end('CashAcceptor', 'CashAcceptor.CashInRollback')).toBe('success');
    expect([shop.acceptor.takingsYen, shop.acceptor.insertedYen]).toEqual([0, 0]);
    const report = shop.ask('CashAcceptor', 'CashAcceptor.GetCashInStatus', {}, 1);
    expect(report?.payload).toMatchObject({ status: 'rollback' });
  });

  test.each([
    ['CashIn', 'noCashInActive'],
    ['CashInEnd', 'noCashInActive'],
    ['CashInRollback', 'noCashInActive'],
  ])('answers %s out of its turn with %s', (name, code) => {
    expect(new SmallGateway().end('CashAcceptor', `CashAcceptor.${name}`)).toBe(code);
  });

  test('takes one fee at a time, and only yen', () => {
    const shop = new SmallGateway();
    shop.ask('CashAcceptor', 'CashAcceptor.CashInStart', fee);
    expect(shop.end('CashAcceptor', 'CashAcceptor.CashInStart', fee)).toBe('cashInActive');
    const dollars = { amountLimit: [{ currency: 'USD', value: 3 }] };
    expect(shop.end('CashAcceptor', 'CashAcceptor.CashInStart', dollars)).toBe('invalidData');
  });

  test('that is jammed gives back what came in, and says so', () => {
    const shop = new SmallGateway();
    shop.ask('CashAcceptor', 'CashAcceptor.CashInStart', fee);
    shop.say('CashAcceptor', 'CashAcceptor.CashIn');
    shop.ask('KofuHand', 'KofuHand.InsertCash', { pieces: { 100: 1 } }, 1_000);
    shop.ask('KofuHand', 'KofuHand.SetFault', { fault: 'payment.jam' });
    expect(shop.events('CashAcceptor')).toEqual(
      expect.arrayContaining(['Common.StatusChangedEvent', 'Storage.StorageErrorEvent']),
    );
    const completions = words(shop.heard('CashAcceptor')).filter((each) =>
      /^completion/.test(each),
    );
    expect(completions.at(-1)).toMatch(/CashIn \d+ hardwareError$/);
    expect(shop.end('CashAcceptor', 'CashAcceptor.CashInEnd')).not.toBe('success');
    shop.ask('CashAcceptor', 'CashAcceptor.CashInRollback');
    expect([shop.acceptor.takingsYen, shop.acceptor.insertedYen]).toEqual([0, 0]);
    expect(status(shop, 'CashAcceptor')).toMatchObject({ common: { device: 'hardwareError' } });
  });

  test('tells what is in it', () => {
    const storage = new SmallGateway().ask('CashAcceptor', 'Storage.GetStorage', {}, 1)?.payload;
    expect(storage).toMatchObject({
      storage: {
        cashRecycle100: {
          status: 'ok',
          cash: {
            configuration: { currency: 'JPY', value: 100 },
            status: { initial: { type100JPY1: { fit: expect.any(Number) } } },
          },
        },
      },
    });
  });
});

test('a willing hand does by itself what the devices ask of it', () => {
  const shop = new SmallGateway({ handMs: 1_000 });
  expect(shop.end('CardReader', 'CardReader.ReadRawData', { chip: true })).toBe('success');
  expect(shop.end('CardReader', 'CardReader.Reset', { to: 'exit' })).toBe('success');
  expect(shop.events('CardReader').at(-1)).toBe('CardReader.MediaRemovedEvent');
  const fee = { amountLimit: [{ currency: 'JPY', value: 250 }] };
  shop.ask('CashAcceptor', 'CashAcceptor.CashInStart', fee);
  expect(shop.end('CashAcceptor', 'CashAcceptor.CashIn')).toBe('success');
  expect(shop.end('CashAcceptor', 'CashAcceptor.CashInEnd')).toBe('success');
  expect(shop.acceptor.takingsYen).toBe(250);
  expect(shop.end('Printer', 'Printer.PrintNative', { data: pdf(1) })).toBe('success');
  expect(shop.events('Printer').at(-1)).toBe('Printer.MediaTakenEvent');
});

test('a hand knows every fault', () => {
  const shop = new SmallGateway();
  for (const fault of DEVICE_FAULTS) {
    expect(shop.end('KofuHand', 'KofuHand.SetFault', { fault })).toBe('success');
  }
  expect(shop.end('KofuHand', 'KofuHand.SetFault', { fault: 'printer.tired' })).toBe('invalidData');
});
