interface Entry {
  readonly status: number;
  readonly ja: string;
  readonly en: string;
}

/** The one catalogue of everything the server may say no with (RFC 9457 bodies come from it). */
export const PROBLEMS = {
  'invalid-request': {
    status: 400,
    ja: '要求の形式が正しくありません。',
    en: 'The request is not of the published form.',
  },
  'kiosk-not-registered': {
    status: 401,
    ja: 'この端末は登録されていません。',
    en: 'This kiosk is not registered on the device bus.',
  },
  'session-unknown': {
    status: 404,
    ja: 'セッションが見つからないか、終了しています。',
    en: 'There is no such session, or it has ended.',
  },
  'not-authenticated': {
    status: 409,
    ja: '本人確認が済んでいません。',
    en: 'The citizen of this session has not been authenticated.',
  },
  'issuance-unknown': {
    status: 404,
    ja: '該当する交付がありません。',
    en: 'There is no such issuance in this session.',
  },
  'request-conflict': {
    status: 409,
    ja: '同じ要求番号が別の内容で使われています。',
    en: 'The request id was used before, for something else.',
  },
  'out-of-hours': {
    status: 403,
    ja: 'サービス時間外です。利用時間は6時30分から23時までです。',
    en: 'The service is closed at this hour.',
  },
  'closed-day': {
    status: 403,
    ja: '12月29日から1月3日まではご利用になれません。',
    en: 'The service is closed on this day.',
  },
  'certificate-invalid': {
    status: 403,
    ja: '電子証明書が有効ではありません。',
    en: 'The certificate of the card is not valid: chain or validity period.',
  },
  'signature-invalid': {
    status: 403,
    ja: '署名を確認できませんでした。',
    en: 'The signature does not match the challenge and the certificate.',
  },
  'card-not-registered': {
    status: 403,
    ja: 'このカードは、この市区町村では利用できません。',
    en: 'The municipality knows no resident for this card.',
  },
  'municipality-unknown': {
    status: 404,
    ja: 'この市区町村はコンビニ交付に参加していません。',
    en: 'The municipality does not take part in the service.',
  },
  'under-age': {
    status: 403,
    ja: '15歳未満の方はご利用になれません。',
    en: 'Citizens under 15 cannot use the service.',
  },
  'seal-not-registered': {
    status: 403,
    ja: '印鑑登録がありません。',
    en: 'No seal is registered for this citizen.',
  },
  'not-offered': {
    status: 403,
    ja: 'この証明書は取り扱っていません。',
    en: 'The municipality does not offer this certificate here.',
  },
  'issuer-unavailable': {
    status: 503,
    ja: '市区町村の証明発行サーバに接続できません。',
    en: 'The municipal issuing server does not answer.',
  },
  'server-error': {
    status: 500,
    ja: 'サーバでエラーが発生しました。',
    en: 'Something broke in the server; the incident is in its log.',
  },
  'route-unknown': {
    status: 404,
    ja: '要求先がありません。',
    en: 'There is nothing at this address.',
  },
  'body-too-large': {
    status: 413,
    ja: '要求が大きすぎます。',
    en: 'The request body is larger than allowed.',
  },
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What a rule answers: the value, or the catalogue's refusal. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ProblemCode; readonly detail?: string };

export function granted<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(code: ProblemCode, detail?: string): Outcome<never> {
  return detail === undefined ? { ok: false, code } : { ok: false, code, detail };
}
