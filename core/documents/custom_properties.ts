import type { AuditHead } from '../../governance/reports/data.ts'

/**
 * The end of the audit log as custom properties of a workbook (ECMA-376 part 1, 22.3): one a value, since office
 * programs keep texts of 255 characters at most.
 */
export const auditProperties = {
  count: 'shuyuan-audit-count',
  hash: 'shuyuan-audit-hash',
  at: 'shuyuan-audit-at',
  keyId: 'shuyuan-audit-key',
  signature: 'shuyuan-audit-signature',
} as const satisfies Record<keyof AuditHead, string>

export const CUSTOM_PART = 'docProps/custom.xml'
const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** Of properties that people define: MS-OLEPS 2.21, FMTID_UserDefinedProperties. */
const FORMAT_ID = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}'
const SCHEMAS = 'http://schemas.openxmlformats.org/officeDocument/2006'

/** The part that holds the properties. Numbers of properties begin with 2. */
export function customPart(head: AuditHead): string {
  const names = Object.keys(auditProperties) as (keyof AuditHead)[]
  const properties = names
    .filter((name) => head[name] !== null)
    .map((name, at) => {
      const value = String(head[name])
      return `<property fmtid="${FORMAT_ID}" pid="${at + 2}" name="${auditProperties[name]}"><vt:lpwstr>${value}</vt:lpwstr></property>`
    })
  return `${HEADER}<Properties xmlns="${SCHEMAS}/custom-properties" xmlns:vt="${SCHEMAS}/docPropsVTypes">${properties.join('')}</Properties>`
}

/** Where other parts must tell of it: how each ends without it, and what is put before that end. */
const MENTIONS: Record<string, { end: string; mention: string }> = {
  '[Content_Types].xml': {
    end: '</Types>',
    mention: `<Override PartName="/${CUSTOM_PART}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`,
  },
  '_rels/.rels': {
    end: '</Relationships>',
    mention: `<Relationship Id="rIdAudit" Type="${SCHEMAS}/relationships/custom-properties" Target="${CUSTOM_PART}"/>`,
  },
}

/** A part of the workbook with its mention of the properties, where it is one that must have it. */
export function mentioning(part: string, xml: unknown): unknown {
  const wanted = MENTIONS[part.replace(/^\//, '')]
  return wanted && typeof xml === 'string' ? xml.replace(wanted.end, wanted.mention + wanted.end) : xml
}
