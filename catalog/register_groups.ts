/**
 * The registers that together hold every organisation (Article 14): what a code of an employer, a holder or an issuer
 * refers to, where the law does not name one register. The foundation of legal entities is confirmed by the same.
 */
export const organisations = [
  'market_entities',
  'social_organisations',
  'self_governance_committees',
  'organs_and_institutions',
  'legal_service_bodies',
  'religious_venues',
  'trade_unions',
  'rural_collectives',
]

/** The registers that may hold a subject which is a person or an organisation. */
export const subjects = ['household_registration', ...organisations]
