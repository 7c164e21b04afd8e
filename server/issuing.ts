import type { Process } from '../sim/process.ts';
import type {
  Authentication,
  CertificateDocument,
  CertificateOptions,
  CertificateType,
  Issuance,
} from './contract.ts';
import type { Outcome } from './problems.ts';

/** Whose card it is: where that resident lives, the number there, and which of their cards. */
export interface CardHolder {
  readonly residence: string;
  readonly residentNo: number;
  readonly generation: number;
}

/** カード認証電文: what the centre knows of the card. */
export interface CardAuthentication {
  readonly card:
    | ({ readonly method: 'jpki' } & CardHolder)
    | {
        readonly method: 'card-ap';
        readonly cardId: string;
        readonly pin: string;
        /** Names this entry of the PIN among all: asked again, it is counted once. */
        readonly attempt: string;
      };
  /** Civil time, ms since 1970-01-01T00:00Z. */
  readonly nowMs: number;
}

/** Who it is, and what this citizen may have issued. */
export interface Authenticated extends Authentication {
  readonly holder: CardHolder;
}

/** What the centre sends to have a certificate made. */
export interface IssueOrder {
  readonly requestId: string;
  readonly kioskId: string;
  readonly holder: CardHolder;
  readonly type: CertificateType;
  readonly options: CertificateOptions;
  readonly nowMs: number;
}

/** A certificate made, with what the wire says of it. */
export interface Issued {
  readonly issuance: Issuance;
  readonly document: CertificateDocument;
}

/** 印刷結果: what became of a document at the kiosk. */
export interface Settlement {
  readonly requestId: string;
  readonly kioskId: string;
  readonly outcome: 'printed' | 'not-printed';
  readonly paidYen: number;
}

/** 利用登録申請: a citizen who lives elsewhere asks to have family-register certificates here. */
export interface UseApplication {
  readonly holder: CardHolder;
  readonly nowMs: number;
}

/** 証明発行サーバ of one municipality as the centre sees it through the link (LGWAN). */
export interface Issuing {
  authenticate(authentication: CardAuthentication): Process<Outcome<Authenticated>>;
  issue(order: IssueOrder): Process<Outcome<Issued>>;
  /** Answers 'issuance-unknown' if this kiosk has never been issued such a request. */
  settle(settlement: Settlement): Process<Outcome<void>>;
  /** Answers from when on it can be used, in civil ms. */
  applyForUse(application: UseApplication): Process<Outcome<{ readonly usableFromMs: number }>>;
  /** Requests of a kiosk of which nobody knows what became of them. */
  unsettled(kioskId: string): Process<Outcome<readonly string[]>>;
}

/** The issuing servers that the centre can reach, by the code of their municipality. */
export type Link = ReadonlyMap<string, Issuing>;
