export { type StandingNotice, standingNotices } from './notice_rows.ts'
export { type WrittenNotices, writeNotices } from './write.ts'
