import type { Dataset } from '../../dataset.ts'
import { elderlyCareFilings } from './elderly_care_filings.ts'
import { entityBranches } from './entity_branches.ts'
import { entityChanges } from './entity_changes.ts'
import { entityCodeChanges } from './entity_code_changes.ts'
import { entityShareholders } from './entity_shareholders.ts'
import { entitySuccessions } from './entity_successions.ts'
import { legalServiceBodies } from './legal_service_bodies.ts'
import { marketEntities } from './market_entities.ts'
import { organsAndInstitutions } from './organs_and_institutions.ts'
import { religiousVenues } from './religious_venues.ts'
import { ruralCollectives } from './rural_collectives.ts'
import { selfGovernanceCommittees } from './self_governance_committees.ts'
import { socialOrganisations } from './social_organisations.ts'
import { tradeUnions } from './trade_unions.ts'

/** Registers of legal entities, in the order of Article 14. */
export const legalEntityDatasets: Dataset[] = [
  marketEntities,
  entityChanges,
  entityBranches,
  entityShareholders,
  socialOrganisations,
  selfGovernanceCommittees,
  organsAndInstitutions,
  legalServiceBodies,
  religiousVenues,
  tradeUnions,
  ruralCollectives,
  entityCodeChanges,
  entitySuccessions,
  elderlyCareFilings,
]
