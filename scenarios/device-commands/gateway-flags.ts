import { Command, Option } from 'commander';
import { ISSUED_KINDS, type IssuedKind } from '../../devices/card/card-kinds.ts';
import { GATEWAY_PORTS } from '../../devices/xfs/gateway-ports.ts';
import { duration, tcpPort, whole } from '../flag-values.ts';

/** What `kofu devices gateway` can be told. */
export interface GatewayFlags {
  /** TCP port; undefined takes the first free one that XFS4IoT reserves. */
  readonly port?: number;
  readonly kind: IssuedKind;
  readonly resident: number;
  readonly pace: 'contactless' | 'none';
  readonly hand: 'willing' | 'manual';
  /** How long a willing hand takes, ms. */
  readonly handAfter: number;
  readonly json?: boolean;
}

/** `kofu devices gateway`, without what it does. */
export function gatewayCommand(): Command {
  const { first, last } = GATEWAY_PORTS;
  return new Command('gateway')
    .description('virtual devices as XFS4IoT services (WebSocket, on 127.0.0.1), until Ctrl-C')
    .option(
      '--port <n>',
      `port; 0 takes a free one (default: the first of ${first}-${last})`,
      tcpPort,
    )
    .addOption(
      new Option('--kind <kind>', 'the card in the hand')
        .choices(ISSUED_KINDS)
        .default('my-number'),
    )
    .option('--resident <n>', 'number of its holder', whole, 1)
    .addOption(
      new Option('--pace <pace>', 'the card takes as long as a real one, or no time at all')
        .choices(['contactless', 'none'])
        .default('contactless'),
    )
    .addOption(
      new Option('--hand <kind>', 'does what devices ask, or waits for the service KofuHand')
        .choices(['willing', 'manual'])
        .default('willing'),
    )
    .addOption(
      new Option('--hand-after <duration>', 'how long a willing hand takes')
        .argParser(duration)
        .default(1_000, '1s'),
    )
    .option('--json', 'tell the addresses as JSON')
    .addHelpText(
      'after',
      `
Services: ServicePublisher, CardReader, Printer, CashAcceptor, and KofuHand for the tester.

Examples:
  $ kofu devices gateway               then connect to ws://127.0.0.1:${first}/xfs4iot/v1.0
  $ kofu devices gateway --hand manual --pace none --json

Exit codes: 0 it was ended by Ctrl-C, 104 bad arguments or no free port.`,
    );
}
