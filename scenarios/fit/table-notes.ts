/** Something that whoever reads a fit to a table should know of it. */
export type TableNote =
  | { readonly kind: 'table-no-hours' }
  | { readonly kind: 'table-no-days-off' }
  | { readonly kind: 'table-no-types' }
  | { readonly kind: 'table-no-weekdays' };
