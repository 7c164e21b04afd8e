import type { JourneyEnd } from '../citizen/visit.ts';
import type { KioskEvent } from '../events.ts';
import type { Stage } from '../kiosk/stages.ts';
import type { JourneyView, Words } from './panel-view.ts';
import type { Person } from './person.ts';

/** One journey in front of the panel: what the kiosk’s journal tells of it. */
export class Attendance {
  readonly number: number;
  readonly person: Person;
  readonly #beganMs: number;
  readonly #stages: { readonly stage: Stage; readonly ms: number }[] = [];
  /** Whose card lies, or lay, on the reader. */
  resident: number | undefined;
  elsewhere: string | undefined;
  stage: Stage = 'menu';
  wrongPin = false;
  triesLeft: number | undefined;
  isLeftBehind = false;
  end: JourneyEnd | undefined;
  #endedMs = 0;
  #paidYen = 0;
  #refundedYen = 0;
  #pagesOut = 0;

  constructor(number: number, person: Person, beganMs: number) {
    this.number = number;
    this.person = person;
    this.#beganMs = beganMs;
  }

  get pagesOut(): number {
    return this.#pagesOut;
  }

  /** What the journal says of this journey. */
  see(event: KioskEvent): void {
    switch (event.kind) {
      case 'stage':
        this.#stages.push({ stage: event.stage, ms: event.ms });
        break;
      case 'paid':
        this.#paidYen += event.yen;
        break;
      case 'refunded':
        this.#refundedYen += event.yen;
        break;
      case 'page':
      case 'page-unreadable':
        this.#pagesOut += 1;
        break;
      case 'alarm':
        this.isLeftBehind = true;
        break;
      case 'left-behind':
        this.isLeftBehind = false;
        break;
    }
  }

  close(end: JourneyEnd, nowMs: number): void {
    this.end = end;
    this.#endedMs = nowMs;
  }

  view(nowMs: number, wordsOf: (code: string) => Words | undefined): JourneyView {
    const { number, end, resident } = this;
    return {
      number,
      elapsedMs: Math.max(0, (end === undefined ? nowMs : this.#endedMs) - this.#beganMs),
      isUnderWay: end === undefined,
      stages: this.#stages,
      paidYen: this.#paidYen,
      refundedYen: this.#refundedYen,
      resident,
      end: end && { ...end, words: wordsOf(end.reason) },
    };
  }
}
