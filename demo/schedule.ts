/** One extract: mode, month and day of 2026, form, and whether it comes late. */
export type Scheduled = [mode: 'full' | 'delta', day: string, form: string, late: boolean]

/**
 * What each register delivers: the form of its files, then f (full) or d (delta) with month and day; `:` another
 * form; `!` an old delta that comes with the update. A full dump in October is a second one.
 */
const schedules: Record<string, string> = {
  identity_number_changes: 'gb f0901 d0908 d1008',
  residence_registration: 'gb f0901 d0908:lines d0904!:plain d1008',
  residence_permits: 'semicolon f0902 d0909 d1009',
  birth_registration: 'bar f0903 d1003',
  death_reports: 'gb f0901 d0907 d1007',
  health_files: 'wide f0901 d0910 d1010',
  vaccinations: 'packed f0901 d0908:parquet d1008',
  insurance_enrolments: 'bar f0905 d0912 d1012',
  insurance_contributions: 'packed f0903 d0915:arrow d0909!:arrow d1015:parquet',
  minimum_living_allowance: 'sheet f0901 d0911 d1011',
  school_enrolments: 'plain f0910 d1010',
  degrees: 'quoted f0825 f1001',
  vocational_training: 'sheet f0902 d1002',
  disability_registration: 'gb f0903 d0913 d1003',
  housing_fund: 'wide f0901 d0912 f1005',
  professional_qualifications: 'semicolon f0822 f1002',
  practising_certificates: 'sheet f0904 d0914 d1004',
  real_estate: 'gb f0901 d0908:lines d1008',
  entity_changes: 'plain f0901 d0910:lines d1010',
  entity_branches: 'gb f0901 d0911 d1011',
  entity_shareholders: 'quoted f0901 d0911 d1011',
  elderly_care_filings: 'semicolon f0903 d0912 d1012',
  self_governance_committees: 'gb f0901 d1001',
  organs_and_institutions: 'sheet f0902 d1002',
  legal_service_bodies: 'semicolon f0905 d1005',
  religious_venues: 'sheet f0822 d1001',
  trade_unions: 'gb f0830 d1003',
  rural_collectives: 'bar f0901 d1001',
  electronic_licences: 'packed d0901 d0908:lines d0903!:lines d1008:parquet',
  administrative_penalties: 'gb f0901 d0910 d1010',
  administrative_permits: 'bar f0901 d0910:lines d1010',
  dishonest_persons: 'lines f0902 d0909 f1009',
  commendations: 'sheet f0901 d1001',
  division_boundaries: 'lines f0822 d1001',
  land_parcels: 'lines f0901 d0910 d1010',
  mineral_rights: 'plain f0901 d1001',
  buildings: 'wide f0902 d1002',
  underground_pipes: 'semicolon f0902 d1002',
  weather_stations: 'sheet f0902 d1002',
  city_components: 'parquet f0903 d1003:arrow',
}

const usual = 'plain f0901 d0910 d1010'

/** The extracts of a dataset. */
export function scheduleOf(dataset: string): Scheduled[] {
  const [form = 'plain', ...extracts] = (schedules[dataset] ?? usual).split(' ')
  return extracts.map((each) => {
    const [, mode, day = '', late, other] = /^([fd])(\d{4})(!?)(?::(\w+))?$/.exec(each) ?? []
    return [mode === 'f' ? 'full' : 'delta', day, other ?? form, late === '!']
  })
}
