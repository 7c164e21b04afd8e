import { PcscUnavailable } from '../devices/card-reader/smartcard-pcsc.ts';
import { VpcdUnreachable } from '../devices/card-reader/vpcd-socket.ts';
import { DatabaseUnreachable } from '../server/database/database.ts';
import { ForeignChangeLog } from '../server/register/base-register.ts';
import { TraceError } from '../sim/trace.ts';
import { CasesRefused } from './cases/cases-files.ts';
import { CompareRefused } from './compare/compared-run.ts';
import { CardRefused } from './device-commands/card-vpcd-socket.ts';
import { FleetRefused } from './device-commands/fleet-client-socket.ts';
import { PrinterRefused } from './device-commands/printer-http.ts';
import { HardwareRefused } from './hardware/kiosk-hardware.ts';
import { AuthorityRefused } from './live/authority-files.ts';
import { FleetKeyRefused } from './live/fleet-key-files.ts';
import { PortInUse } from './live/port-in-use.ts';
import { ReplayRefused } from './replay/replay-files.ts';
import { JourneyUnknown } from './replay/replay-journey.ts';
import { RunRefused } from './run-files.ts';
import { ScenarioRefused } from './scenario-files.ts';
import { ShrinkRefused } from './shrink/shrink-evidence.ts';
import { TargetRefused } from './target/target.ts';
import { EntryRefused } from './traffic/office.ts';
import { PairRefused } from './traffic/pair-gap.ts';
import { VerificationRefused } from './verify/verify-http.ts';

/** Errors that say in a sentence, with the remedy, why what was asked cannot be done: exit 104. */
export const REFUSALS = [
  AuthorityRefused,
  CardRefused,
  CasesRefused,
  CompareRefused,
  DatabaseUnreachable,
  EntryRefused,
  FleetKeyRefused,
  FleetRefused,
  ForeignChangeLog,
  HardwareRefused,
  JourneyUnknown,
  PairRefused,
  PcscUnavailable,
  PortInUse,
  PrinterRefused,
  ReplayRefused,
  RunRefused,
  ScenarioRefused,
  ShrinkRefused,
  TargetRefused,
  TraceError,
  VerificationRefused,
  VpcdUnreachable,
] as const;
