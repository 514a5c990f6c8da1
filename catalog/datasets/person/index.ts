import type { Dataset } from '../../dataset.ts'
import { birthRegistration } from './birth_registration.ts'
import { deathRegistration } from './death_registration.ts'
import { deathReports } from './death_reports.ts'
import { degrees } from './degrees.ts'
import { disabilityRegistration } from './disability_registration.ts'
import { healthFiles } from './health_files.ts'
import { householdRegistration } from './household_registration.ts'
import { housingFund } from './housing_fund.ts'
import { identityNumberChanges } from './identity_number_changes.ts'
import { insuranceContributions } from './insurance_contributions.ts'
import { insuranceEnrolments } from './insurance_enrolments.ts'
import { marriageRegistration } from './marriage_registration.ts'
import { minimumLivingAllowance } from './minimum_living_allowance.ts'
import { practisingCertificates } from './practising_certificates.ts'
import { professionalQualifications } from './professional_qualifications.ts'
import { realEstate } from './real_estate.ts'
import { residencePermits } from './residence_permits.ts'
import { residenceRegistration } from './residence_registration.ts'
import { schoolEnrolments } from './school_enrolments.ts'
import { socialInsurance } from './social_insurance.ts'
import { vaccinations } from './vaccinations.ts'
import { vocationalTraining } from './vocational_training.ts'

/** Registers of natural persons, in the order of Article 13. */
export const personDatasets: Dataset[] = [
  householdRegistration,
  identityNumberChanges,
  residenceRegistration,
  residencePermits,
  marriageRegistration,
  birthRegistration,
  deathRegistration,
  deathReports,
  healthFiles,
  vaccinations,
  socialInsurance,
  insuranceEnrolments,
  insuranceContributions,
  minimumLivingAllowance,
  schoolEnrolments,
  degrees,
  vocationalTraining,
  disabilityRegistration,
  housingFund,
  professionalQualifications,
  practisingCertificates,
  realEstate,
]
