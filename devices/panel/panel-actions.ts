import type { ThinkStage } from '../kiosk/stages.ts';
import type { PanelAction } from './panel-action.ts';
import type { PanelView } from './panel-view.ts';

type Act = PanelAction['action'];

/** What a tester can do at any time. */
const TESTER: readonly Act[] = [
  'touch',
  'remove-card',
  'stop-printer',
  'clear-printer',
  'jam-coins',
  'clear-coins',
];

/** What a person can do where the kiosk waits for them. */
const AT: Readonly<Record<ThinkStage, readonly Act[]>> = {
  menu: ['agree', 'cancel'],
  'card-set': ['insert-card', 'cancel'],
  municipality: ['municipality', 'cancel'],
  pin: ['digit', 'erase', 'enter', 'cancel'],
  select: ['select', 'cancel'],
  options: ['options', 'back', 'cancel'],
  confirm: ['confirm', 'back', 'cancel'],
  pay: ['insert', 'tap', 'cancel'],
  take: ['take'],
};

/** What can be done now, given the screen and what the kiosk waits for. */
export function actionsIn(
  screen: PanelView['screen'],
  asked: ThinkStage | undefined,
): readonly Act[] {
  if (screen === 'idle') return [...TESTER, 'start'];
  if (screen === 'ended') return [...TESTER, 'finish', 'start'];
  return asked === screen ? [...TESTER, ...AT[asked]] : TESTER;
}
