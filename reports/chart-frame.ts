import { dataTable, type TableColumn } from './html-table.ts';
import { type Content, type Markup, markup } from './markup.ts';
import type { Words } from './words.ts';

/** A chart with everything that makes it readable without seeing it. */
export interface Chart {
  /** Unique within the page. */
  readonly id: string;
  readonly height: number;
  readonly title: string;
  /** What the chart shows, in a sentence. */
  readonly description: string;
  readonly drawing: Content;
  readonly legend?: Content;
  /** Whether the table stands open below the chart. */
  readonly tableOpen?: boolean;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Content[])[];
}

/**
 * A figure of inline SVG. Its drawing says places along the width in per cent and heights in px,
 * so that it fits any width while its letters keep their size.
 */
export function chartFigure(chart: Chart, words: Words): Markup {
  const { id, height, title, description, drawing, legend, columns, rows, tableOpen } = chart;
  const table = dataTable(columns, rows, title);
  const { asTable } = words.figures;
  const folded = markup`<details><summary>${asTable}</summary>${table}</details>`;
  return markup`<figure>
<figcaption>${title}</figcaption>
${legend !== undefined && markup`<ul class="legend">${legend}</ul>`}
<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc"
 width="100%" height="${height}">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
${drawing}</svg>
${tableOpen === true ? table : folded}
</figure>
`;
}

/** One entry of a legend, in the shape that what it names has in the chart. */
export function legendEntry(fill: string, text: string, shape?: string): Markup {
  return markup`<li>${swatch(fill, shape)}${text}</li>`;
}

/** A patch of a chart’s own fill. */
export function swatch(fill: string, shape = 'M0 0H14V14H0Z'): Markup {
  return markup`<svg class="swatch" width="14" height="14" aria-hidden="true">
<path class="${fill}" d="${shape}"/></svg>`;
}
