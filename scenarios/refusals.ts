import { DatabaseUnreachable } from '../server/database/database.ts';
import { ForeignChangeLog } from '../server/register/base-register.ts';
import { TraceError } from '../sim/trace.ts';
import { AuthorityRefused } from './authority-files.ts';
import { CasesRefused } from './cases-files.ts';
import { FleetKeyRefused } from './fleet-key-files.ts';
import { EntryRefused } from './office.ts';
import { PairRefused } from './pair-gap.ts';
import { PortInUse } from './port-in-use.ts';
import { ReplayRefused } from './replay-files.ts';
import { JourneyUnknown } from './replay-journey.ts';
import { RunRefused } from './run-files.ts';
import { ScenarioRefused } from './scenario-files.ts';
import { ShrinkRefused } from './shrink-evidence.ts';
import { VerificationRefused } from './verify-http.ts';

/** Errors that say in a sentence, with the remedy, why what was asked cannot be done: exit 104. */
export const REFUSALS = [
  AuthorityRefused,
  CasesRefused,
  DatabaseUnreachable,
  EntryRefused,
  FleetKeyRefused,
  ForeignChangeLog,
  JourneyUnknown,
  PairRefused,
  PortInUse,
  ReplayRefused,
  RunRefused,
  ScenarioRefused,
  ShrinkRefused,
  TraceError,
  VerificationRefused,
] as const;
