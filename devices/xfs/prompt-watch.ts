import type { GivenPrompt } from '../kiosk/prompts.ts';
import { promptOf } from '../kiosk/prompts.ts';
import type { Screen } from '../kiosk/screen.ts';
import type { TellEvent } from './command.ts';

/**
 * A screen that also tells what it says: lamps in XFS4IoT's words (Lights), the sentence by its
 * name, for which XFS4IoT has no event. The figures in it are nobody's business.
 */
export function screenTelling(screen: Screen | undefined, tell: TellEvent): Screen {
  let lit: string | undefined;
  return {
    show: (stage) => screen?.show(stage),
    pinWrong: (triesLeft) => screen?.pinWrong(triesLeft),
    prompt: (given: GivenPrompt) => {
      screen?.prompt?.(given);
      const { light } = promptOf(given.prompt);
      if (lit !== undefined && lit !== light?.name) tell(...changed(lit, 'off'));
      if (light !== undefined) tell(...changed(light.name, light.flashRate));
      lit = light?.name;
      tell('KofuKiosk.PromptEvent', { prompt: given.prompt });
    },
  };
}

function changed(light: string, flashRate: string) {
  const lights = { [light]: { center: { flashRate } } };
  return ['Common.StatusChangedEvent', { lights }] as const;
}
