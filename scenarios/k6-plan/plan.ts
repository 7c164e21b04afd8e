/** What `kofu export k6` writes for the scripts of this folder: who comes when, in k6’s words. */
export interface Plan {
  readonly kind: 'kofu-k6';
  readonly version: 1;
  /** Name of the scenario. */
  readonly scenario: string;
  readonly seed: number;
  /** How many times faster citizens come than in the scenario. */
  readonly speed: number;
  /** Code of the municipality, five digits. */
  readonly municipality: string;
  readonly workloads: Readonly<Record<string, PlannedWorkload>>;
  /** Private keys that the cards share, PKCS #8 in DER, base64. */
  readonly keys: readonly string[];
}

export interface PlannedWorkload {
  /** As it stands in k6’s `options.scenarios`, without `exec`. */
  readonly k6: Readonly<Record<string, unknown>> & { readonly executor: string };
  /** The first of those who come, in their order; the next one after the last is the first. */
  readonly citizens: readonly PlannedCitizen[];
}

export interface PlannedCitizen {
  /** Certificate that is wanted, as the contract calls it. */
  readonly type: string;
  readonly card: JpkiCard | MunicipalCard;
}

/** 個人番号カード. */
export interface JpkiCard {
  readonly method: 'jpki';
  /** 利用者証明用電子証明書, DER, base64. */
  readonly certificate: string;
  /** Index into the plan’s keys. */
  readonly key: number;
}

/** 住基カード and 市民カード. */
export interface MunicipalCard {
  readonly method: 'card-ap';
  readonly cardId: string;
  readonly pin: string;
}
