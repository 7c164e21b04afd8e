import { Signal } from '../../sim/waiting.ts';
import { faultKind } from '../injection/fault.ts';
import { command, isCommand } from './card-command.ts';

/** カード無応答: the card lies there and never answers a command. */
export const cardMute = faultKind(
  {
    kind: 'card.mute',
    site: 'reader',
    en: 'The card does not answer a command, however long it is waited for',
    ja: 'カードがコマンドに応答しない',
    source: 'DEV-3 (P106): damaged chip; neither PC/SC nor vpcd ends the wait',
    params: { command },
  },
  {
    concerns: isCommand,
    strike: () => new Signal<never>().wait(),
  },
);
