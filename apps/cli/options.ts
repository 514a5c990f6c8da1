/** Options of decisions: which officer takes it, and why. */
export const byOfficer = {
  '--as <officer>': {
    required: true,
    'zh-CN': 'jobs.config.ts 中的值班负责人',
    en: 'officer of jobs.config.ts',
  },
  '--reason <text>': {
    required: true,
    'zh-CN': '理由；不得含公民身份号码',
    en: 'why, without identity numbers',
  },
} as const
