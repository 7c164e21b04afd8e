import type { Problem } from './contract.ts';
import { type ProblemEntry, WIRE_PROBLEMS } from './problems-wire.ts';

/** The one catalogue of everything the server may say no with (RFC 9457 bodies come from it). */
export const PROBLEMS = {
  ...WIRE_PROBLEMS,
  'session-unknown': {
    status: 404,
    ja: 'セッションが見つからないか、終了しています。',
    en: 'There is no such session, or it has ended.',
  },
  'session-used': {
    status: 409,
    ja: 'このセッションは使用済みです。新しいセッションを開始してください。',
    en: 'The challenge of this session has been answered, or it is of another card: open another.',
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
    ja: 'サービス時間外です。',
    en: 'The service is closed at this hour.',
  },
  'closed-day': {
    status: 403,
    ja: '休止日のためご利用になれません。',
    en: 'The service is closed on this day.',
  },
  maintenance: {
    status: 403,
    ja: '保守のためサービスを休止しています。',
    en: 'The municipality has announced maintenance for this time.',
  },
  'certificate-invalid': {
    status: 403,
    ja: '電子証明書が有効ではありません。',
    en: 'The certificate of the card is not valid: chain or validity period.',
  },
  'certificate-revoked': {
    status: 403,
    ja: '電子証明書が失効しています。',
    en: 'The certificate of the card has been revoked.',
  },
  'signature-invalid': {
    status: 403,
    ja: '署名を確認できませんでした。',
    en: 'The signature does not match the challenge and the certificate.',
  },
  'method-not-accepted': {
    status: 403,
    ja: 'この種類のカードはご利用になれません。',
    en: 'The municipality does not accept this kind of card.',
  },
  'card-not-registered': {
    status: 403,
    ja: 'このカードは、この市区町村では利用できません。',
    en: 'The municipality knows no resident for this card.',
  },
  'card-not-yet-usable': {
    status: 403,
    ja: 'カードは交付日の翌日からご利用になれます。',
    en: 'A card is usable from the day after it was handed out.',
  },
  'pin-wrong': {
    status: 403,
    ja: '暗証番号が違います。',
    en: 'The PIN is wrong.',
  },
  'pin-locked': {
    status: 403,
    ja: '暗証番号がロックされています。市区町村の窓口で再設定してください。',
    en: 'Three wrong PINs in a row: only the counter can reset it.',
  },
  'use-not-registered': {
    status: 403,
    ja: '本籍地への利用登録申請が必要です。',
    en: 'The municipality of the family register has no registration for use by this card.',
  },
  'use-not-yet-usable': {
    status: 403,
    ja: '利用登録の手続中です。数日後にご利用ください。',
    en: 'The registration for use is being dealt with: five business days.',
  },
  'use-already-registered': {
    status: 409,
    ja: '利用登録は申請済みです。',
    en: 'This card has already applied for use here.',
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
  'moving-out': {
    status: 403,
    ja: '転出届が出されているため交付できません。',
    en: 'The citizen has given notice of moving out.',
  },
  'moved-out': {
    status: 403,
    ja: '転出されているため交付できません。',
    en: 'The citizen has moved out of the municipality.',
  },
  deceased: {
    status: 403,
    ja: '死亡の届出があるため交付できません。',
    en: 'The register says that the holder of the card has died.',
  },
  'moved-in-today': {
    status: 403,
    ja: '転入の当日は交付できません。',
    en: 'On the day of moving in nothing can be issued.',
  },
  'support-measures': {
    status: 403,
    ja: 'この証明書は交付できません。窓口でお申し出ください。',
    en: 'Support measures (支援措置) protect this citizen: issued at the counter only.',
  },
  'record-in-progress': {
    status: 403,
    ja: '届出の処理中のため交付できません。',
    en: 'A notice that changes this record has not been entered yet.',
  },
  'character-in-progress': {
    status: 403,
    ja: '氏名等の文字を登録中のため交付できません。',
    en: 'A variant character (外字) of this record is still being registered.',
  },
  'record-inconsistent': {
    status: 403,
    ja: '登録内容に不整合があるため交付できません。窓口でお申し出ください。',
    en: 'The record contradicts itself, such as one person entered twice: see the counter.',
  },
  'text-too-long': {
    status: 403,
    ja: '氏名または住所が長いため交付できません。',
    en: 'A name or an address is longer than the form can hold.',
  },
  'household-moving-out': {
    status: 403,
    ja: '世帯に転出予定の方がいるため世帯全員の証明書は交付できません。',
    en: 'Somebody of the household is about to move out: it cannot be certified as a whole.',
  },
  'person-unknown': {
    status: 422,
    ja: '指定された方は世帯にいません。',
    en: 'There is nobody at this place of the household.',
  },
  'option-not-offered': {
    status: 403,
    ja: 'この記載事項は選択できません。',
    en: 'The municipality does not print this item at kiosks.',
  },
  'seal-not-registered': {
    status: 403,
    ja: '印鑑登録がありません。',
    en: 'No seal is registered for this citizen.',
  },
  'seal-revoked': {
    status: 403,
    ja: '印鑑登録は廃止されています。',
    en: 'The registration of this citizen’s seal has been revoked.',
  },
  'no-tax-record': {
    status: 403,
    ja: '該当年度の課税情報がありません。',
    en: 'There is no tax record of this citizen for the year on offer.',
  },
  'domicile-elsewhere': {
    status: 403,
    ja: '本籍地の市区町村にお申し込みください。',
    en: 'The family register is kept by another municipality.',
  },
  'not-offered': {
    status: 403,
    ja: 'この証明書は取り扱っていません。',
    en: 'The municipality does not offer this certificate here.',
  },
  'scan-format': {
    status: 415,
    ja: 'PNGまたはPDFの画像ではないか、大きすぎます。',
    en: 'This is no PNG or PDF with an image, or too large a one.',
  },
  'scan-unreadable': {
    status: 422,
    ja: 'スクランブル画像を読み取れません。裏面全体を200dpi以上で読み取ってください。',
    en: 'No scramble image can be read: scan the whole back at 200 dpi or more, flat and upright.',
  },
  'scan-tampered': {
    status: 422,
    ja: 'スクランブル画像が改変されています。',
    en: 'The scramble image is not as the centre has sealed it.',
  },
  'document-unknown': {
    status: 404,
    ja: 'この証明書番号の証明書は交付されていません。',
    en: 'The centre has never issued a document of this number.',
  },
  'issuer-unavailable': {
    status: 503,
    ja: '市区町村の証明発行サーバに接続できません。',
    en: 'The municipal issuing server does not answer.',
  },
  'jpki-unavailable': {
    status: 503,
    ja: '電子証明書の有効性を確認できません。しばらくしてからご利用ください。',
    en: 'The validity of the certificate cannot be checked now: the JPKI centre does not answer.',
  },
  'issuer-refused': {
    status: 502,
    ja: '市区町村の証明発行サーバに拒否されました。',
    en: 'The municipal issuing server does not accept this centre.',
  },
  'issuer-clock-wrong': {
    status: 502,
    ja: '市区町村の証明発行サーバの時刻が合っていません。',
    en: 'The issuing server has dated a document by a clock of its own: it is not delivered.',
  },
  'print-timeout': {
    status: 504,
    ja: '証明書の作成に時間がかかっています。しばらくしてからご利用ください。',
    en: 'The print image was not made in time; nothing was issued.',
  },
  'resident-unknown': {
    status: 404,
    ja: '該当する住民の記録がありません。',
    en: 'The register of this municipality has no such resident.',
  },
  'change-impossible': {
    status: 409,
    ja: '現在の記録に対して、この届出は処理できません。',
    en: 'The record, as it stands, does not allow this change.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The body with which a request is refused (RFC 9457). */
export function problemOf(code: ProblemCode, detail?: string): Problem {
  const { status, ja, en } = PROBLEMS[code];
  const type = `urn:kofu:problem:${code}`;
  const problem = { type, title: `${ja} ${en}`, status, code };
  return detail === undefined ? problem : { ...problem, detail };
}

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
