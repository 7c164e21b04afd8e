import { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import { CardReaderModel } from '../../../devices/card-reader/card-reader-model.ts';
import { CashAcceptorModel } from '../../../devices/payment/cash-acceptor-model.ts';
import type { PageReader, PrintedPage } from '../../../devices/printer/page-reader.ts';
import { ModelPrinter } from '../../../devices/printer/printer-model.ts';
import type { XfsConnection } from '../../../devices/xfs/conversation.ts';
import { shopServices } from '../../../devices/xfs/shop.ts';
import type { Payload, SentMessage } from '../../../server/contract-bus.ts';
import { constant } from '../../../sim/distribution.ts';
import { ready } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { answerOf } from '../card/card-conversation.ts';
import { command, words } from './small-device.ts';

/** A document has as many sheets as its text says: %PDF-3. */
const PAGES: PageReader = {
  read: (document) => {
    const bytes = document.kind === 'pdf' ? document.bytes : new Uint8Array();
    const sheets = Number(String.fromCharCode(bytes[5] ?? 0));
    const page: PrintedPage = { reading: { kind: 'unreadable', reason: 'a model' } };
    return ready(Array.from({ length: sheets }, () => page));
  },
};

/** A PDF of so many sheets, as far as anybody here looks into it. */
export const pdf = (sheets: number) => btoa(`%PDF-${sheets}`);

/** The devices of a shop in virtual time, spoken to in XFS4IoT. */
export class SmallGateway {
  readonly runner = new VirtualTime();
  readonly acceptor = new CashAcceptorModel();
  readonly #talks = new Map<string, { connection: XfsConnection; heard: SentMessage[] }>();
  #asked = 0;

  constructor({ handMs }: { readonly handMs?: number } = {}) {
    const { runner } = this;
    const reader = new CardReaderModel();
    const cards = new DigestCardOffice({ validFromMs: 0 });
    const speed = { firstPageMs: constant(5_000), nextPageMs: 1_000 };
    const services = shopServices({
      runner,
      reader,
      slot: reader,
      printer: new ModelPrinter(runner, speed, PAGES, streams(1).stream('printer', 1)),
      acceptor: this.acceptor,
      card: answerOf(cards.card('27203', 1)),
      software: '1',
      handMs,
      addressOf: (service) => `ws://here/${service}`,
    });
    for (const service of services) {
      const heard: SentMessage[] = [];
      const connection = service.connect((message) => heard.push(message));
      this.#talks.set(service.name, { connection, heard });
    }
  }

  /** Gives a command to a service; what comes of it is heard. */
  say(service: string, name: string, payload: Payload = {}, timeout?: number): number {
    this.#asked += 1;
    this.#talks.get(service)?.connection.receive(command(name, this.#asked, payload, timeout));
    return this.#asked;
  }

  /** Gives a command, lets so much time pass, and answers how it has ended. */
  ask(service: string, name: string, payload: Payload = {}, ms = 60_000): SentMessage | undefined {
    const number = this.say(service, name, payload);
    this.pass(ms);
    return this.heard(service).find(
      ({ header }) => header.type === 'completion' && header.requestId === number,
    );
  }

  /** How a command has ended, in a word. */
  end(service: string, name: string, payload: Payload = {}, ms = 60_000): unknown {
    const completion = this.ask(service, name, payload, ms);
    return completion?.payload?.['errorCode'] ?? completion?.header.completionCode;
  }

  heard(service: string): readonly SentMessage[] {
    return this.#talks.get(service)?.heard ?? [];
  }

  /** Events of a service that no answer belongs to, and those of commands. */
  events(service: string): readonly string[] {
    return words(this.heard(service))
      .filter((each) => /^(event|unsolicited)/.test(each))
      .map((each) => each.replace(/^(event|unsolicited) /, '').replace(/ \d+$/, ''));
  }

  pass(ms: number): void {
    this.runner.advance(this.runner.now() + ms);
  }
}
