import type { Authentication, CertificateOptions, CertificateType } from '../../server/contract.ts';
import type { JourneyEnd, Recovery } from '../citizen/visit.ts';
import type { KioskEvent } from '../events.ts';
import {
  type GivenPrompt,
  type Prompt,
  type PromptName,
  promptOf,
  type Wording,
  worded,
} from '../kiosk/prompts.ts';
import type { Stage } from '../kiosk/stages.ts';
import type { PanelAction } from './panel-action.ts';

/** A sentence in both languages of the screen. */
export type Words = Wording;

/** What an oracle says of a page that came out. */
export interface PageVerdict {
  readonly verdict: 'right' | 'wrong' | 'unreadable';
  /** Why, in one sentence. */
  readonly message: string;
}

/** A page in the tester’s hand. */
export interface PanelPage extends PageVerdict {
  readonly sheet: number;
  /** Where the picture is served, if it was drawn. */
  readonly picture: string | undefined;
}

/** How far the journey under way, or the last one, has come. */
export interface JourneyView {
  readonly number: number;
  readonly elapsedMs: number;
  /** Whether its time still runs. */
  readonly isUnderWay: boolean;
  /** Stages that are over, in the order in which they ended. */
  readonly stages: readonly { readonly stage: Stage; readonly ms: number }[];
  readonly paidYen: number;
  readonly refundedYen: number;
  readonly resident: number | undefined;
  readonly end: (JourneyEnd & { readonly words: Words | undefined }) | undefined;
}

/** A prompt as it is shown, spoken and lit. */
export interface SaidPrompt {
  readonly name: PromptName;
  readonly screen: Words;
  readonly voice: Words | undefined;
  readonly light: Prompt['light'];
  readonly urgent: boolean;
  /** Goes up with each prompt, so that the same one is said again. */
  readonly nth: number;
}

/** Everything that the page shows; the page itself knows nothing else. */
export interface PanelView {
  readonly kiosk: string;
  readonly screen: 'idle' | 'ended' | Stage;
  /** What the kiosk has asked or told last, figures filled in; the last one is on the screen. */
  readonly prompts: readonly SaidPrompt[];
  readonly actions: readonly PanelAction['action'][];
  /** Until the screen is cleared, ms, once it is asked whether anybody is still there. */
  readonly clearsInMs: number | undefined;
  readonly home: { readonly code: string; readonly name: string };
  /** Where the citizen of the card has the family register, if not at home. */
  readonly elsewhere: string | undefined;
  readonly digits: number;
  readonly triesLeft: number | undefined;
  readonly offers: Authentication['offers'];
  readonly withheld: readonly (Authentication['withheld'][number] & {
    readonly words: Words | undefined;
  })[];
  readonly type: CertificateType | undefined;
  readonly options: CertificateOptions;
  readonly feeYen: number | undefined;
  readonly pages: number | undefined;
  readonly pagesOut: number;
  /** What is done about a document that came out in part. */
  readonly recovery: Recovery['kind'];
  readonly insertedYen: number;
  readonly givenBackYen: number;
  readonly journey: JourneyView | undefined;
  readonly devices: {
    readonly card: boolean;
    readonly printer: string;
    readonly sheetsInTray: number;
    readonly sheetsPrinted: number;
    readonly takingsYen: number;
    readonly coinsJammed: boolean;
  };
  /** What the oracles object to in this journey. */
  readonly findings: readonly string[];
  readonly papers: readonly PanelPage[];
  readonly journal: readonly KioskEvent[];
}

/** A prompt with its figures, as the nth one. */
export function said(given: GivenPrompt, nth: number): SaidPrompt {
  const { screen, voice, light, urgent = false } = promptOf(given.prompt);
  const filled = ({ ja, en }: Words) => ({ ja: worded(ja, given), en: worded(en, given) });
  return {
    name: given.prompt,
    screen: filled(screen),
    voice: voice && filled(voice),
    light,
    urgent,
    nth,
  };
}
