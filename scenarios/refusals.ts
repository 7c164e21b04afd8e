import type { PcscUnavailable } from '../devices/card-reader/smartcard-pcsc.ts';
import type { VpcdUnreachable } from '../devices/card-reader/vpcd-socket.ts';
import type { DatabaseUnreachable } from '../server/database/database.ts';
import type { ForeignChangeLog } from '../server/register/base-register.ts';
import type { TraceError } from '../sim/trace.ts';
import type { CalibrateRefused } from './calibration/calibrate-files.ts';
import type { CasesRefused } from './cases/cases-files.ts';
import type { CompareRefused } from './compare/compared-run.ts';
import type { CardRefused } from './device-commands/card-vpcd-socket.ts';
import type { FleetRefused } from './device-commands/fleet-client-socket.ts';
import type { PrinterRefused } from './device-commands/printer-http.ts';
import type { FindMaxRefused } from './find-max/find-max.ts';
import type { FitRefused } from './fit/fit-refused.ts';
import type { HardwareRefused } from './hardware/kiosk-hardware.ts';
import type { BaselineRefused } from './judging/baseline.ts';
import type { K6Refused } from './k6-plan/k6-plan-files.ts';
import type { AuthorityRefused } from './live/authority-files.ts';
import type { FleetKeyRefused } from './live/fleet-key-files.ts';
import type { PortInUse } from './live/port-in-use.ts';
import type { NationRefused } from './nation/nation.ts';
import type { PartRefused } from './nation/part-files.ts';
import type { ReplayRefused } from './replay/replay-files.ts';
import type { JourneyUnknown } from './replay/replay-journey.ts';
import type { RunRefused } from './run-files.ts';
import type { ScenarioRefused } from './scenario-files.ts';
import type { ShrinkRefused } from './shrink/shrink-evidence.ts';
import type { TargetRefused } from './target/target.ts';
import type { EntryRefused } from './traffic/office.ts';
import type { PairRefused } from './traffic/pair-gap.ts';
import type { VerificationRefused } from './verify/verify-http.ts';

type Refusal =
  | AuthorityRefused
  | BaselineRefused
  | CalibrateRefused
  | CardRefused
  | CasesRefused
  | CompareRefused
  | DatabaseUnreachable
  | EntryRefused
  | FindMaxRefused
  | FitRefused
  | FleetKeyRefused
  | FleetRefused
  | ForeignChangeLog
  | HardwareRefused
  | JourneyUnknown
  | K6Refused
  | NationRefused
  | PairRefused
  | PartRefused
  | PcscUnavailable
  | PortInUse
  | PrinterRefused
  | ReplayRefused
  | RunRefused
  | ScenarioRefused
  | ShrinkRefused
  | TargetRefused
  | TraceError
  | VerificationRefused
  | VpcdUnreachable;

/**
 * Errors that say in a sentence, with the remedy, why what was asked cannot be done: exit 104. By
 * name, for to know them is not to load what they come from.
 */
const REFUSALS: Readonly<Record<Refusal['name'] | 'FolderRefused', true>> = {
  AuthorityRefused: true,
  BaselineRefused: true,
  CalibrateRefused: true,
  CardRefused: true,
  CasesRefused: true,
  CompareRefused: true,
  DatabaseUnreachable: true,
  EntryRefused: true,
  FindMaxRefused: true,
  FitRefused: true,
  FleetKeyRefused: true,
  // Of the reports, which this room does not know.
  FolderRefused: true,
  FleetRefused: true,
  ForeignChangeLog: true,
  HardwareRefused: true,
  JourneyUnknown: true,
  K6Refused: true,
  NationRefused: true,
  PairRefused: true,
  PartRefused: true,
  PcscUnavailable: true,
  PortInUse: true,
  PrinterRefused: true,
  ReplayRefused: true,
  RunRefused: true,
  ScenarioRefused: true,
  ShrinkRefused: true,
  TargetRefused: true,
  TraceError: true,
  VerificationRefused: true,
  VpcdUnreachable: true,
};

/** Whether an error is a refusal. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && Object.hasOwn(REFUSALS, error.name);
}
