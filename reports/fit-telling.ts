import { fitHtml } from './fit-html.ts';
import { fitText } from './fit-text.ts';

/** How a fit is told: as text for a terminal, and as a page. */
export const FIT_TELLING = { text: fitText, page: fitHtml };
