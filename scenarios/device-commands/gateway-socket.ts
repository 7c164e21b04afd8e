import { type IssuedCard, issueCard } from '../../devices/card/card-issue-rsa.ts';
import { CONTACTLESS_CARD } from '../../devices/card/card-timing.ts';
import { CardReaderModel } from '../../devices/card-reader/card-reader-model.ts';
import { CashAcceptorModel } from '../../devices/payment/cash-acceptor-model.ts';
import { PdfPageReader } from '../../devices/printer/page-reader-pdf.ts';
import { ModelPrinter } from '../../devices/printer/printer-model.ts';
import { GATEWAY_PORTS, SERVICE_ROOT } from '../../devices/xfs/gateway-ports.ts';
import { type Gateway, openGateway } from '../../devices/xfs/gateway-socket.ts';
import { PUBLISHER } from '../../devices/xfs/publisher.ts';
import { shopServices } from '../../devices/xfs/shop.ts';
import { constant } from '../../sim/distribution.ts';
import { RealTime } from '../../sim/real-time.ts';
import { streams } from '../../sim/rng.ts';
import { EXIT } from '../exit-code.ts';
import { inUse, PortInUse } from '../live/port-in-use.ts';
import type { GatewayFlags } from './gateway-flags.ts';

export interface GatewayCommandPorts {
  readonly stdout: { write(text: string): unknown };
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Time of a plain office printer, ms. */
const PRINTER_SPEED = { firstPageMs: constant(2_000), nextPageMs: 1_000 };

/** Serves virtual devices to whoever speaks XFS4IoT, until it is ended; answers the exit code. */
export async function gateway(
  flags: GatewayFlags,
  { stdout, signal }: GatewayCommandPorts,
): Promise<number> {
  const { kind, resident, pace, hand, handAfter } = flags;
  const card = await issueCard({
    validFromMs: Math.floor(Date.now() / 86_400_000) * 86_400_000,
    kind,
    municipality: '27203',
    residentNo: resident,
  });
  const runner = new RealTime();
  const chance = streams(1);
  const pages = new PdfPageReader({ threads: 1 });
  const timing = { timing: CONTACTLESS_CARD, rng: chance.stream('card', 'gateway') };
  const reader = pace === 'none' ? new CardReaderModel() : new CardReaderModel(timing);
  const printer = new ModelPrinter(
    runner,
    PRINTER_SPEED,
    pages,
    chance.stream('printer', 'gateway'),
  );
  const services = (port: () => number) =>
    shopServices({
      runner,
      reader,
      slot: reader,
      printer,
      acceptor: new CashAcceptorModel(),
      card,
      software: '1',
      handMs: hand === 'willing' ? handAfter : undefined,
      addressOf: (service) => `ws://127.0.0.1:${port()}${SERVICE_ROOT}/${service}`,
    });
  try {
    const open = await opened(flags.port, services);
    stdout.write(told(open, card, flags));
    await Promise.race([aborted(signal), runner.failure]);
    await open.close();
    return EXIT.pass;
  } finally {
    runner.stop();
    await pages.close();
  }
}

type Services = Parameters<typeof openGateway>[0];

/** At the port that is asked for, or at the first free one of those that XFS4IoT reserves. */
async function opened(asked: number | undefined, services: Services): Promise<Gateway> {
  const [first, last] =
    asked === undefined ? [GATEWAY_PORTS.first, GATEWAY_PORTS.last] : [asked, asked];
  for (let port: number = first; ; port++) {
    try {
      return await openGateway(services, { port, publisher: PUBLISHER });
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (code === 'EADDRINUSE' && port < last) continue;
      if (code === 'EADDRINUSE' && asked === undefined) {
        throw new PortInUse(
          `ports ${first} to ${last} on 127.0.0.1 are in use: end another gateway, or choose a --port (0 takes a free one)`,
        );
      }
      throw inUse(error, port);
    }
  }
}

function told({ port }: Gateway, { pin, card }: IssuedCard, { kind, json }: GatewayFlags): string {
  const root = `ws://127.0.0.1:${port}${SERVICE_ROOT}`;
  const atr = Buffer.from(card.atr).toString('hex').toUpperCase();
  if (json) return `${JSON.stringify({ publisher: `${root}/${PUBLISHER}`, kind, atr, pin })}\n`;
  return (
    `XFS4IoT services at ${root} (${PUBLISHER} lists them); Ctrl-C ends it\n` +
    `card in the hand: ${kind}, ATR ${atr || 'none'}, PIN ${pin}\n`
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
