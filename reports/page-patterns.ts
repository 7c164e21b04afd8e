import { verbatim } from './markup.ts';

/** A fill that is told apart by its texture as well as by its colour. */
function pattern(name: string, texture: string): string {
  return `<pattern id="fill-${name}" width="6" height="6" patternUnits="userSpaceOnUse">
<rect class="ground-${name}" width="6" height="6"/>${texture}</pattern>`;
}

const RISING = '<path class="texture" d="M-1 1L1-1M0 6L6 0M5 7L7 5"/>';
const FALLING = '<path class="texture" d="M-1 5L1 7M0 0L6 6M5-1L7 1"/>';
const CROSSED = RISING + FALLING;
const DOTTED = '<circle class="dot" cx="3" cy="3" r="1.2"/>';
const UPRIGHT = '<path class="texture" d="M3 0V6"/>';
const LEVEL = '<path class="texture" d="M0 3H6"/>';

/** The signs and fills that the page’s drawings refer to. */
export const DRAWN_ONCE = verbatim(`<svg class="drawn-once" width="0" height="0" aria-hidden="true">
<defs>
${pattern('refused', RISING)}
${pattern('failed', CROSSED)}
${pattern('timed-out', DOTTED)}
${pattern('abandoned', LEVEL)}
${pattern('over', FALLING)}
${pattern('device', RISING)}
${pattern('server', DOTTED)}
${pattern('fault', UPRIGHT)}
</defs>
<symbol id="mark-pass" viewBox="0 0 16 16">
<circle cx="8" cy="8" r="8"/><path d="M4.2 8.4L7 11.2L11.8 5.4"/></symbol>
<symbol id="mark-fail" viewBox="0 0 16 16">
<path class="plate" d="M4.7 0H11.3L16 4.7V11.3L11.3 16H4.7L0 11.3V4.7Z"/>
<path d="M5 5L11 11M11 5L5 11"/></symbol>
<symbol id="mark-inconclusive" viewBox="0 0 16 16">
<rect width="16" height="16" rx="3"/>
<path d="M5.6 6.2A2.5 2.3 0 1 1 8 8.5V9.6M8 11.6V12.4"/></symbol>
</svg>`);
