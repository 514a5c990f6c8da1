/** One extract: mode, month and day (see `extractsOn`), form, and whether it comes with the update. */
export type Scheduled = [mode: 'full' | 'delta', day: string, form: string, update: boolean]

/**
 * What each register delivers: the form of its files, then f (full) or d (delta) with month and day; `:` another form;
 * what comes after the bar comes with the update, a delta with an old day among it late. The newest extract of each
 * stage is as new as the register's update cycle asks for. A full dump with the update is a second one.
 */
const schedules: Record<string, string> = {
  identity_number_changes: 'gb f0901 d1014 | d1015',
  residence_registration: 'gb f0901 d1014:lines | d0904:plain d1015',
  residence_permits: 'semicolon f0902 d1008 | d1015',
  birth_registration: 'bar f0903 | d1003',
  death_reports: 'gb f0901 d1007 | d1014',
  health_files: 'wide f0901 d0910 | d1010',
  vaccinations: 'packed f0901 d1008:parquet | d1015',
  insurance_enrolments: 'bar f0905 d1009 | d1014',
  insurance_contributions: 'packed f0903 d0915:arrow | d0909:arrow d1015:parquet',
  minimum_living_allowance: 'sheet f0901 d0911 | d1011',
  school_enrolments: 'plain f0910 | d1010',
  degrees: 'quoted f0825 | f1001',
  vocational_training: 'sheet f0902 | d1002',
  disability_registration: 'gb f0903 d0913 | d1003',
  housing_fund: 'wide f0901 d0912 | f1005',
  professional_qualifications: 'semicolon f0822 | f1002',
  practising_certificates: 'sheet f0904 d1009 | d1014',
  real_estate: 'gb f0901 d1014:lines | d1015',
  entity_changes: 'plain f0901 d1014:lines | d1015',
  entity_branches: 'gb f0901 d1014 | d1015',
  entity_shareholders: 'quoted f0901 d1014 | d1015',
  entity_successions: 'plain f0901 d1010 | d1015',
  entity_code_changes: 'plain f0901 d1014 | d1015',
  elderly_care_filings: 'semicolon f0903 d0912 | d1012',
  self_governance_committees: 'gb f0901 | d1001',
  organs_and_institutions: 'sheet f0902 | d1002',
  legal_service_bodies: 'semicolon f1008 | d1014',
  religious_venues: 'sheet f0822 | d1001',
  trade_unions: 'gb f0830 | d1003',
  rural_collectives: 'bar f0901 | d1001',
  electronic_licences: 'packed d0901 d1015:lines | d0903:lines d1016:parquet',
  administrative_penalties: 'gb f0901 d1014 | d1015',
  administrative_permits: 'bar f0901 d1014:lines | d1015',
  dishonest_persons: 'lines f0902 d1014 | f1015',
  commendations: 'sheet f0901 | d1001',
  division_boundaries: 'lines f0822 | d1001',
  land_parcels: 'lines f0901 d1014 | d1015',
  mineral_rights: 'plain f1009 | d1015',
  buildings: 'wide f0902 | d1002',
  underground_pipes: 'semicolon f0902 | d1002',
  weather_stations: 'sheet f0902 | d1002',
  city_components: 'parquet f0903 | d1003:arrow',
}

const usual = 'plain f0901 d0910 | d1010'

/** The extracts of a dataset. */
export function scheduleOf(dataset: string): Scheduled[] {
  const [form = 'plain', ...extracts] = (schedules[dataset] ?? usual).split(' ')
  const bar = extracts.indexOf('|')
  return extracts.flatMap((each, at): Scheduled[] => {
    const [, mode, day = '', other] = /^([fd])(\d{4})(?::(\w+))?$/.exec(each) ?? []
    return mode ? [[mode === 'f' ? 'full' : 'delta', day, other ?? form, at > bar]] : []
  })
}
