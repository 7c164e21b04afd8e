import { type Content, type Markup, markup, verbatim } from './markup.ts';
import { DRAWN_ONCE } from './page-patterns.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { Language } from './words.ts';

/** Nothing but this file itself may be loaded, and no script runs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** What is on a page. */
export interface PageContent {
  readonly language: Language;
  /** For the window and for search; headings are in the header. */
  readonly title: string;
  readonly header: Markup;
  readonly main: Content;
  /** CSS besides that of all pages. */
  readonly style?: string;
  /** What else may be loaded: a directive of a content security policy. */
  readonly alsoLoads?: string;
}

/** One page of HTML without scripts, for reading offline, on paper and aloud. */
export function htmlPage(content: PageContent): string {
  const { language, title, header, main, style = '', alsoLoads } = content;
  const policy = alsoLoads === undefined ? POLICY : `${POLICY}; ${alsoLoads}`;
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${verbatim(PAGE_STYLE + style)}</style>
</head>
<body>
${DRAWN_ONCE}
${header}
<main>
${main}
</main>
</body>
</html>
`.text;
}

/** A part of a page, under its heading. */
export function section(id: string, title: string, content: Content): Markup {
  return markup`<section aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${title}</h2>
${content}
</section>
`;
}
