import { DatabaseUnreachable } from '../server/database/database.ts';
import { ForeignChangeLog } from '../server/register/base-register.ts';
import { TraceError } from '../sim/trace.ts';
import { AuthorityRefused } from './authority-files.ts';
import { FleetKeyRefused } from './fleet-key-files.ts';
import { EntryRefused } from './office.ts';
import { PortInUse } from './port-in-use.ts';
import { VerificationRefused } from './verify-files.ts';

/** Errors that say in a sentence, with the remedy, why what was asked cannot be done: exit 104. */
export const REFUSALS = [
  AuthorityRefused,
  DatabaseUnreachable,
  EntryRefused,
  FleetKeyRefused,
  ForeignChangeLog,
  PortInUse,
  TraceError,
  VerificationRefused,
] as const;
