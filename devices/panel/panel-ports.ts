import type { CertificateType } from '../../server/contract.ts';
import type { Process } from '../../sim/process.ts';
import type { HeldCard } from '../card/card-office.ts';
import type { KioskEvent } from '../events.ts';
import type { BoothPorts } from './booth.ts';
import type { PageVerdict, PanelView, Words } from './panel-view.ts';

/** Whose card a tester puts on the reader. */
export interface TestCard {
  readonly held: HeldCard;
  /** Municipality of the holder’s family register, if it is another one. */
  readonly elsewhere: string | undefined;
}

/** What a panel stands on, beside what the kiosk does. */
export interface PanelPorts extends BoothPorts {
  /** Journal of the kiosk. */
  readonly emit: (event: KioskEvent) => void;
  readonly municipality: PanelView['home'];
  /** What request ids begin with: nothing, where the server has seen none before. */
  readonly requestPrefix?: string;
  /** The card of a resident, or undefined if there is none. */
  readonly card: (residentNo: number) => Process<TestCard | undefined>;
  /** A certificate is asked for: who asks for what is known now. */
  readonly onWish: (journey: number, residentNo: number, type: CertificateType) => Process;
  readonly verdictOf: (journey: number, sheet: number) => PageVerdict | undefined;
  /** What the oracles object to in a journey, a sentence each. */
  readonly findingsOf: (journey: number) => readonly string[];
  /** What a code of the catalogue of refusals says. */
  readonly wordsOf: (code: string) => Words | undefined;
  /** How long nobody has to touch anything until the screen is cleared, ms. */
  readonly privacyMs: number;
  /** Something is to be seen that was not. */
  readonly onChange: () => void;
}
