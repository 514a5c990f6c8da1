/** Eight digits or letters and the check character (GB 11714), with or without hyphen; for RE2 and JavaScript alike. */
export const orgCodeShape = '[0-9A-Z]{8}-?[0-9X]'
