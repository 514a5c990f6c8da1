export interface Finding {
  check: string
  ok: boolean
  message: string
  /** Of the check `anchor`: what it says of the audit log. */
  verdict?: string
}
