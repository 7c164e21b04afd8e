/** One way of saying no: its HTTP status, and what it says in Japanese and in English. */
export interface ProblemEntry {
  readonly status: number;
  readonly ja: string;
  readonly en: string;
}

/** What a server refuses before any rule of the service is asked, and what fails beneath them. */
export const WIRE_PROBLEMS = {
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
  'office-unauthorised': {
    status: 401,
    ja: '管理者の資格が確認できません。',
    en: 'The credential is not that of the municipality’s office.',
  },
  'centre-unauthorised': {
    status: 401,
    ja: '証明書交付センターの資格が確認できません。',
    en: 'The credential is not that of the centre at this municipality.',
  },
  'too-many-sessions': {
    status: 429,
    ja: 'この端末のセッションが多すぎます。',
    en: 'This kiosk has more sessions open than a kiosk can have.',
  },
  'server-closing': {
    status: 503,
    ja: 'サーバは終了処理中です。',
    en: 'The server is shutting down and takes no new sessions.',
  },
  'request-timeout': {
    status: 408,
    ja: '要求の送信が途中で止まりました。',
    en: 'The request was not sent completely in time.',
  },
  'route-unknown': {
    status: 404,
    ja: '要求先がありません。',
    en: 'There is nothing at this address.',
  },
  'method-not-allowed': {
    status: 405,
    ja: 'この要求先では使えないメソッドです。',
    en: 'What is at this address cannot be asked by this method.',
  },
  'unsupported-media-type': {
    status: 415,
    ja: '要求の本文は application/json で送ってください。',
    en: 'The request body must be application/json.',
  },
  'body-too-large': {
    status: 413,
    ja: '要求が大きすぎます。',
    en: 'The request body is larger than allowed.',
  },
  'headers-too-large': {
    status: 431,
    ja: '要求のヘッダーが大きすぎます。',
    en: 'The request line and headers are larger than allowed.',
  },
  'server-error': {
    status: 500,
    ja: 'サーバでエラーが発生しました。',
    en: 'Something broke in the server; the incident is in its log.',
  },
  'authentication-timeout': {
    status: 504,
    ja: '本人確認に時間がかかっています。しばらくしてからご利用ください。',
    en: 'The citizen was not authenticated in time.',
  },
  'issue-timeout': {
    status: 504,
    ja: '証明書の交付に時間がかかっています。しばらくしてからご利用ください。',
    en: 'The certificate was not issued in time.',
  },
  'recording-timeout': {
    status: 504,
    ja: '記録に時間がかかっています。もう一度お送りください。',
    en: 'It was not recorded in time: ask for the same again.',
  },
} as const satisfies Record<string, ProblemEntry>;
