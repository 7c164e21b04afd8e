import type { Certificate } from './certificate.ts';
import { drawHousehold, type HouseholdForm } from './document/household-page.ts';
import { compileListing, type Listing, offerListing } from './register/household-listing.ts';

/** A certificate from the 住民票: they differ in how they word what they say. */
export function householdCertificate(
  type: Certificate['type'],
  form: HouseholdForm,
): Certificate<Listing> {
  return {
    type,
    title: form.title,
    keptAt: 'residence',
    offer: offerListing,
    compile: compileListing,
    draw: (sheet, content, page) => drawHousehold(sheet, content, page, form),
  };
}
