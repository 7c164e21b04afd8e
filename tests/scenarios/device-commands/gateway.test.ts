import { createHash, verify, X509Certificate } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { gatewayCommand } from '../../../scenarios/device-commands/gateway-flags.ts';
import { gateway } from '../../../scenarios/device-commands/gateway-socket.ts';
import { EXIT } from '../../../scenarios/exit-code.ts';

interface Message {
  readonly header: {
    readonly type: string;
    readonly name: string;
    readonly requestId?: number;
    readonly completionCode?: string;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what a client of any maker reads.
  readonly payload?: any;
}

/** A client that knows XFS4IoT and nothing of this project. */
class Client {
  readonly heard: Message[] = [];
  readonly #socket: WebSocket;
  #asked = 0;

  constructor(uri: string) {
    this.#socket = new WebSocket(uri);
    this.#socket.on('message', (data) => this.heard.push(JSON.parse(String(data))));
  }

  async ask(name: string, payload?: object): Promise<Message> {
    if (this.#socket.readyState === WebSocket.CONNECTING) {
      await new Promise((resolve) => this.#socket.once('open', resolve));
    }
    const requestId = ++this.#asked;
    const header = { type: 'command', name, requestId, version: '2.0', timeout: 30_000 };
    this.#socket.send(JSON.stringify({ header, payload }));
    const answer = () =>
      this.heard.find(
        (each) => each.header.type === 'completion' && each.header.requestId === requestId,
      );
    await expect.poll(answer, { timeout: 30_000, interval: 5 }).toBeDefined();
    return answer() as Message;
  }

  /** One APDU; answers data and status in hexadecimal digits. */
  async apdu(hex: string): Promise<string> {
    const chipData = Buffer.from(hex, 'hex').toString('base64');
    const { payload } = await this.ask('CardReader.ChipIO', {
      chipProtocol: 'chipTypeB',
      chipData,
    });
    return Buffer.from(payload.chipData, 'base64').toString('hex');
  }

  close(): void {
    this.#socket.close();
  }
}

const ending = new AbortController();
let ended: Promise<number>;
let told: { readonly publisher: string; readonly pin: string; readonly atr: string };

beforeAll(async () => {
  const flags = { port: 0, kind: 'my-number', resident: 7, pace: 'none', hand: 'willing' } as const;
  const stdout = await new Promise<string>((resolve) => {
    const sink = { write: resolve };
    ended = gateway(
      { ...flags, handAfter: 10, json: true },
      { stdout: sink, signal: ending.signal },
    );
  });
  told = JSON.parse(stdout);
});

afterAll(async () => {
  ending.abort();
  expect(await ended).toBe(EXIT.pass);
});

/** Connects to a service as the publisher names it. */
async function client(service: string): Promise<Client> {
  const publisher = new Client(told.publisher.replace('/ServicePublisher', ''));
  const { payload } = await publisher.ask('ServicePublisher.GetServices', {});
  publisher.close();
  const uris: readonly string[] = payload.services.map(
    (each: { serviceURI: string }) => each.serviceURI,
  );
  return new Client(uris.find((uri) => uri.endsWith(`/${service}`)) ?? '');
}

test('a client of any maker has the card sign, and the signature verifies', async () => {
  const reader = await client('CardReader');
  const { payload } = await reader.ask('CardReader.ReadRawData', { chip: true });
  expect(Buffer.from(payload.chip[0].data, 'base64').toString('hex').toUpperCase()).toBe(told.atr);
  expect(await reader.apdu('00a4040c0ad392f000260100000001')).toBe('9000');
  expect(await reader.apdu('00a4020c02000a')).toBe('9000');
  const header = await reader.apdu('00b0000004');
  const length = Number.parseInt(header.slice(4, 8), 16) + 4;
  let der = '';
  for (let offset = 0; offset < length; offset += 256) {
    der += (await reader.apdu(`00b0${offset.toString(16).padStart(4, '0')}00`)).slice(0, -4);
  }
  const certificate = new X509Certificate(Buffer.from(der, 'hex').subarray(0, length));
  expect(await reader.apdu('00a4020c020018')).toBe('9000');
  const pin = Buffer.from(told.pin).toString('hex');
  expect(await reader.apdu(`0020008004${pin}`)).toBe('9000');
  expect(await reader.apdu('00a4020c020017')).toBe('9000');
  const text = Buffer.from('to be signed');
  const digest = createHash('sha256').update(text).digest('hex');
  const info = `3031300d060960864801650304020105000420${digest}`;
  const signed = await reader.apdu(`802a0080${(info.length / 2).toString(16)}${info}00`);
  expect(signed.slice(-4)).toBe('9000');
  const signature = Buffer.from(signed.slice(0, -4), 'hex');
  expect(verify('sha256', text, certificate.publicKey, signature)).toBe(true);
  reader.close();
});

test('it pays and prints, and hears that the paper was taken', async () => {
  const [cash, printer] = [await client('CashAcceptor'), await client('Printer')];
  const amountLimit = [{ currency: 'JPY', value: 300 }];
  for (const [name, payload] of [
    ['CashInStart', { amountLimit }],
    ['CashIn', {}],
    ['CashInEnd', {}],
  ] as const) {
    const { header } = await cash.ask(`CashAcceptor.${name}`, payload);
    expect(header.completionCode).toBe('success');
  }
  const pdf = await PDFDocument.create();
  pdf.addPage();
  pdf.addPage();
  const data = Buffer.from(await pdf.save()).toString('base64');
  const printed = await printer.ask('Printer.PrintNative', {
    data,
    mediaControl: { move: 'eject' },
  });
  expect(printed.header.completionCode).toBe('success');
  await expect
    .poll(() => printer.heard.map(({ header }) => header.name), { timeout: 20_000 })
    .toContain('Printer.MediaTakenEvent');
  cash.close();
  printer.close();
});

test('explains itself', () => {
  const help: string[] = [];
  const command = gatewayCommand().configureOutput({ writeOut: (text) => help.push(text) });
  expect(() => command.exitOverride().parse(['--help'], { from: 'user' })).toThrow('outputHelp');
  for (const word of ['ServicePublisher', '--hand', '5846', 'Exit codes']) {
    expect(help.join('')).toContain(word);
  }
});
