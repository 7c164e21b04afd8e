import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { DEVICE_FAULTS } from '../../server/contract-bus.ts';
import { durationMs } from '../../sim/units.ts';
import { duration } from '../flag-values.ts';

/** What an operator can do with a fleet. */
export const FLEET_ACTIONS = ['list', 'show', 'fault', 'clear', 'reset', 'drain'] as const;
export type FleetAction = (typeof FLEET_ACTIONS)[number];

/** What `kofu devices fleet` can be told. */
export interface FleetFlags {
  /** Origin of the centre. */
  readonly server: string;
  /** File that holds the fleet key. */
  readonly fleetKey?: string;
  /** The fleet key itself, as only the environment may hold it. */
  readonly fleetKeyText?: string;
  readonly operator: string;
  /** Which fault is taken back; without it all are. */
  readonly fault?: string;
  /** How long each kiosk is waited for, ms. */
  readonly timeout: number;
  readonly json?: boolean;
}

/** `kofu devices fleet`, without what it does. */
export function fleetCommand(): Command {
  return new Command('fleet')
    .description('the kiosks on a device bus: look at them, set faults, drain and reset them')
    .addArgument(new Argument('<action>', 'what to do').choices(FLEET_ACTIONS))
    .argument('[words...]', 'beginnings of kiosk names (all kiosks); of `fault` the fault first')
    .option('--server <url>', 'where the centre listens', address, 'http://127.0.0.1:8080')
    .option(
      '--fleet-key <file>',
      'file with the fleet key of that server (default: the key in KOFU_FLEET_KEY)',
    )
    .addOption(new Option('--fleet-key-text <key>').env('KOFU_FLEET_KEY').hideHelp())
    .option('--operator <name>', 'as whom, for the record of the server', 'operator')
    .option('--fault <fault>', 'of clear: take back this fault only')
    .addOption(
      new Option('--timeout <duration>', 'how long each kiosk is waited for')
        .argParser(patience)
        .default(durationMs('5s'), '5s'),
    )
    .option('--json', 'tell it as JSON')
    .addHelpText(
      'after',
      `
Actions:
  list                   the kiosks as the centre knows them, without asking them
  show  [name…]          ask each kiosk how it is (XFS4IoT Common.Status)
  fault <fault> [name…]  set a fault on a device, until it is cleared or the kiosk is reset
  clear [name…]          take faults back
  drain [name…]          finish the journey in hand, and take no citizen any more
  reset [name…]          take everything back: no faults, in service

Faults: ${DEVICE_FAULTS.join(', ')}

Examples:
  $ kofu devices fleet list --fleet-key fleet.key
  $ kofu devices fleet fault printer.jam in-00 --fleet-key fleet.key
  $ kofu devices fleet drain --timeout 200s --json --fleet-key fleet.key

Every kiosk ends in a result or a time-out. Exit codes: 0 all have done it, 96 some have not,
  104 bad arguments, no such kiosk, no such server, or a key that is not its own, 105 interrupted.`,
    );
}

function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new InvalidArgumentError('Write an origin, e.g. http://127.0.0.1:8080.');
  }
  return url.origin;
}

function patience(text: string): number {
  const ms = duration(text);
  if (ms < 1 || ms > 3_600_000) throw new InvalidArgumentError('Write a duration, 1ms to 1h.');
  return ms;
}
