import type { JourneyEnd } from '../citizen/visit.ts';
import type { Stage } from './stages.ts';

/** A sentence in both languages; {yen} and {triesLeft} stand for figures. */
export interface Wording {
  readonly ja: string;
  readonly en: string;
}

/** Lamps of a kiosk, by the names of XFS4IoT (Lights.SetLight). */
export const LIGHTS = ['cardReader', 'coinAcceptor', 'documentPrinter', 'statusBad'] as const;
export type Light = (typeof LIGHTS)[number];

/** What a kiosk asks of a citizen, or tells them, at one moment. */
export interface Prompt {
  /** What the screen says. */
  readonly screen: Wording;
  /** What is spoken; without it nothing is. */
  readonly voice?: Wording;
  /** The lamp that shows where, and how fast it flashes (XFS4IoT flashRate). */
  readonly light?: { readonly name: Light; readonly flashRate: 'slow' | 'quick' };
  /** Whether it is to interrupt whatever is read out (ARIA: assertive). */
  readonly urgent?: true;
}

/** A prompt as it is given, with the figures it speaks of. */
export interface GivenPrompt {
  readonly prompt: PromptName;
  readonly yen?: number;
  readonly triesLeft?: number;
}

/** Says the same aloud as on the screen. */
function spoken(ja: string, en: string, more: Omit<Prompt, 'screen' | 'voice'> = {}): Prompt {
  return { screen: { ja, en }, voice: { ja, en }, ...more };
}

/** What went wrong is shown, spoken and lit. */
function trouble(ja: string, en: string): Prompt {
  return spoken(ja, en, { light: { name: 'statusBad', flashRate: 'quick' }, urgent: true });
}

const CARD = { light: { name: 'cardReader', flashRate: 'slow' } } as const;
const CARD_LEFT = { light: { name: 'cardReader', flashRate: 'quick' }, urgent: true } as const;
const COINS = { light: { name: 'coinAcceptor', flashRate: 'slow' } } as const;
const PAPER = { light: { name: 'documentPrinter', flashRate: 'slow' } } as const;
const PAPER_LEFT = {
  light: { name: 'documentPrinter', flashRate: 'quick' },
  urgent: true,
} as const;

/**
 * All that a kiosk says. That card, paper and money are told by voice and lamp was asked of an
 * older machine (P119), that forgotten things are called for by voice and screen is published of
 * the service (S1, S4, P32); the words are ours. Of a PIN, a name or a certificate nothing is ever
 * spoken: others stand by.
 */
export const PROMPTS = {
  'choose-service': spoken(
    '証明書交付サービスをご利用の方は、画面に触れてください。',
    'To obtain a certificate, touch the screen.',
  ),
  'set-card': spoken('カードを置いてください。', 'Place your card on the reader.', CARD),
  'choose-municipality': {
    screen: { ja: '市区町村を選んでください。', en: 'Choose the municipality.' },
  },
  'enter-pin': spoken(
    '暗証番号4桁を入力してください。',
    'Enter your four-digit PIN. Cover it with your hand.',
  ),
  'pin-wrong': trouble(
    '暗証番号が違います。あと{triesLeft}回間違えるとロックされます。',
    'The PIN is wrong. After {triesLeft} more wrong entries the card is locked.',
  ),
  'pin-wrong-again': trouble(
    '暗証番号が違います。もう一度入力してください。',
    'The PIN is wrong. Please enter it again.',
  ),
  'pin-locked': trouble(
    '暗証番号がロックされています。市区町村の窓口で再設定してください。',
    'The PIN is locked. Have it reset at the counter of your municipality.',
  ),
  checking: {
    screen: {
      ja: '確認しています。カードを動かさないでください。',
      en: 'Checking. Leave the card where it is.',
    },
  },
  'card-not-read': trouble(
    'カードを読み取れません。カードをお取りになり、はじめからやり直してください。',
    'The card cannot be read. Take it, and begin again.',
  ),
  'card-not-accepted': trouble(
    'このカードはご利用になれません。',
    'This card cannot be used here.',
  ),
  'take-card': spoken('カードをお取りください。', 'Take your card.', CARD),
  'choose-certificate': {
    screen: { ja: '証明書の種類を選んでください。', en: 'Choose the certificate.' },
  },
  'choose-contents': {
    screen: { ja: '記載する内容を選んでください。', en: 'Choose what it is to say.' },
  },
  confirm: spoken(
    '内容をご確認のうえ、確定に触れてください。発行後の返金・交換はできません。',
    'Check it all, then confirm. Once issued it is neither refunded nor exchanged.',
  ),
  issuing: {
    screen: { ja: '証明書を作成しています。', en: 'The certificate is being made.' },
  },
  'insert-fee': spoken('{yen}円を入れてください。', 'Insert {yen} yen.', COINS),
  'money-returned': trouble(
    'お支払いが完了しませんでした。返却口のお金をお取りください。',
    'The payment was not completed. Take your money from the return slot.',
  ),
  'no-change': trouble(
    '釣銭が不足しています。返却口のお金をお取りください。',
    'There is no change. Take your money from the return slot.',
  ),
  'fee-refunded': trouble(
    '印刷できませんでした。{yen}円をお返しします。',
    'It could not be printed. Your {yen} yen are returned.',
  ),
  printing: {
    screen: {
      ja: '印刷しています。このままお待ちください。',
      en: 'Printing. Please wait here.',
    },
  },
  'take-paper': spoken(
    '証明書をお取りください。取り忘れにご注意ください。',
    'Take your certificate. Mind that nothing is left.',
    PAPER,
  ),
  'card-left': spoken('カードをお取り忘れです。', 'You have left your card behind.', CARD_LEFT),
  'paper-left': spoken(
    '証明書をお取り忘れです。',
    'You have left your certificate behind.',
    PAPER_LEFT,
  ),
  'still-there': spoken(
    'まもなく手続を終了します。続ける場合は画面に触れてください。',
    'This is about to end. To go on, touch the screen.',
    { urgent: true },
  ),
  'not-issued': trouble(
    'この証明書は交付できません。画面の案内をご覧ください。',
    'This certificate cannot be issued. See the screen.',
  ),
  'out-of-order': trouble(
    'ただいまご利用になれません。店員にお知らせください。',
    'Out of order. Please tell the staff.',
  ),
  'try-later': trouble(
    'ただいま通信できません。しばらくしてからお試しください。',
    'There is no connection. Please try again later.',
  ),
  thanks: spoken('ご利用ありがとうございました。', 'Thank you.'),
} as const satisfies Readonly<Record<string, Prompt>>;

export type PromptName = keyof typeof PROMPTS;
export const PROMPT_NAMES = Object.keys(PROMPTS) as readonly PromptName[];

/** What a kiosk says when a stage begins. */
export const STAGE_PROMPTS: Readonly<Record<Stage, GivenPrompt>> = {
  menu: { prompt: 'choose-service' },
  'card-set': { prompt: 'set-card' },
  municipality: { prompt: 'choose-municipality' },
  pin: { prompt: 'enter-pin' },
  authenticate: { prompt: 'checking' },
  select: { prompt: 'choose-certificate' },
  options: { prompt: 'choose-contents' },
  confirm: { prompt: 'confirm' },
  issue: { prompt: 'issuing' },
  pay: { prompt: 'insert-fee' },
  print: { prompt: 'printing' },
  take: { prompt: 'take-paper' },
};

/** The prompt of a name, as any prompt. */
export function promptOf(name: PromptName): Prompt {
  return PROMPTS[name];
}

/** A sentence with its figures. */
export function worded(
  text: string,
  { yen = 0, triesLeft = 0 }: Omit<GivenPrompt, 'prompt'>,
): string {
  return text.replace('{yen}', `${yen}`).replace('{triesLeft}', `${triesLeft}`);
}

/** What a citizen is told when a journey ends; nothing, if they have gone. */
export function promptOfEnd({ outcome, stage, reason }: JourneyEnd): PromptName | undefined {
  switch (outcome) {
    case 'completed':
      return 'thanks';
    case 'abandoned':
      return undefined;
    case 'timed-out':
      return 'try-later';
    case 'refused':
      return REFUSALS[reason] ?? 'not-issued';
    case 'failed':
      if (reason.startsWith('card: ')) return 'card-not-read';
      if (reason === 'payment no-change') return 'no-change';
      if (reason.startsWith('payment ')) return 'money-returned';
      return DEVICE_STAGES.has(stage) ? 'out-of-order' : 'try-later';
  }
}

const REFUSALS: Readonly<Record<string, PromptName>> = {
  'pin-locked': 'pin-locked',
  'method-not-accepted': 'card-not-accepted',
};

/** Where a failure that is not the card's or the payment's is the printer's. */
const DEVICE_STAGES: ReadonlySet<string> = new Set<JourneyEnd['stage']>(['menu', 'pay', 'print']);
