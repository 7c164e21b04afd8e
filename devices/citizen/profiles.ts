import type { ThinkStage } from '../kiosk/stages.ts';

/** How some citizens differ from the others; what is left out is as with everybody. */
export interface Traits {
  /** Only people of these ages, in years. */
  readonly ages?: { readonly from: number; readonly to: number } | undefined;
  /** What all think times are multiplied by. */
  readonly factor?: number | undefined;
  /** What think times are multiplied by besides, stage by stage. */
  readonly factors?: Readonly<Partial<Record<ThinkStage, number | undefined>>> | undefined;
  readonly pinErrorShare?: number | undefined;
  /** Probability to stop and wonder, at each stage. */
  readonly hesitationShare?: number | undefined;
  /** Probability to walk away, stage by stage. */
  readonly abandonAt?: Readonly<Partial<Record<ThinkStage, number | undefined>>> | undefined;
  readonly forgetsCardShare?: number | undefined;
  readonly forgetsPaperShare?: number | undefined;
}

/** Traits that a share of the citizens of their ages have. */
export interface Profile extends Traits {
  readonly share: number;
}

/** A profile that everybody can ask for by its name. */
interface KnownProfile {
  readonly en: string;
  readonly ja: string;
  /** Where it is from. No figure of any of them is published: all are inferred. */
  readonly source: string;
  readonly traits: Traits;
}

/** Profiles by name: a new one is an entry here. */
export const PROFILES: Readonly<Record<string, KnownProfile>> = {
  elderly: {
    en: 'Older people, for whom small type and quick screens are hard',
    ja: '高齢の利用者',
    source: 'S4 (ages of the users of Toyonaka); figures inferred, beside the pace by age',
    traits: {
      ages: { from: 75, to: 120 },
      factors: { pin: 1.3, options: 1.3, pay: 1.3 },
      pinErrorShare: 0.06,
      hesitationShare: 0.15,
      forgetsCardShare: 0.005,
      forgetsPaperShare: 0.005,
    },
  },
  'first-timer': {
    en: 'Those who do this for the first time',
    ja: '初めての利用者',
    source: 'S4 (voices of users); figures inferred',
    traits: { factor: 1.3, hesitationShare: 0.2, abandonAt: { menu: 0.01, options: 0.01 } },
  },
  wheelchair: {
    en: 'Wheelchair users, who reach screen, keys and slots with difficulty, or with help',
    ja: '車いすの利用者',
    source: 'S4: one had to tell the PIN to the staff (DEV-6); figures inferred',
    traits: { factors: { 'card-set': 1.5, pin: 2, pay: 2, take: 1.5 } },
  },
};
