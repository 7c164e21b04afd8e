import type { GivenPrompt } from './prompts.ts';
import type { Stage } from './stages.ts';

/** The screen of a kiosk. What it may show of the citizen is in the kiosk’s working memory. */
export interface Screen {
  /** A stage begins, or begins again. */
  show(stage: Stage): void;
  /** The card says that the PIN was wrong, and how many tries are left, if anybody can say. */
  pinWrong(triesLeft: number | undefined): void;
  /** Something is asked or told, on the screen, aloud and by a lamp: see prompts.ts. */
  prompt?(given: GivenPrompt): void;
}
