/** What an oracle cannot judge, and why. */
export interface BlindSpot {
  readonly oracle: string;
  readonly en: string;
  readonly ja: string;
}

/**
 * What no oracle can judge of a server of somebody else's: it hands in no log, takes no changes
 * from the office of a scenario, and keeps the keys of its backs to itself. All else is judged as
 * ever, from what the kiosks saw.
 */
export const BLIND_SPOTS: readonly BlindSpot[] = [
  {
    oracle: 'freshness',
    en: 'changes of the registers: no office enters any into this server',
    ja: '登録内容の異動：このサーバには窓口からの異動が入らない',
  },
  {
    oracle: 'front-equals-back',
    en: 'backs of pages: their keys are the server’s own',
    ja: 'ページの裏面：鍵はこのサーバだけが持つ',
  },
  {
    oracle: 'exactly-once',
    en: 'documents that were made and reached no kiosk: the server hands in no log',
    ja: '作成されたがキオスク端末に届かなかった証明書：サーバの記録がない',
  },
  {
    oracle: 'reconciliation',
    en: 'the server’s ledger: the other three were reconciled',
    ja: 'サーバの帳簿：ほかの三つの帳簿だけを照合した',
  },
  {
    oracle: 'quiet-error',
    en: 'what the first answer to a repeated request was: the server hands in no log',
    ja: '再要求に対する最初の応答の内容：サーバの記録がない',
  },
];
