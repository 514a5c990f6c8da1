import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import type { Name } from '../names.ts'
import { datasetFields, departmentFields, type Finding, finding, has } from './finding.ts'

const needBasis: readonly string[] = ['conditional', 'withheld', 'closed']
const departmentRoles = ['providingDepartment', 'collectingDepartment', 'approvingDepartment'] as const

/** Articles 10, 21 and 27: known departments; what is not freely shared or opened has its reason, conditions and legal basis. */
export function checkSharing(catalogue: Catalogue): Finding[] {
  return catalogue.datasets.flatMap((dataset) => [
    ...unknownDepartments(catalogue, dataset),
    ...unfounded(catalogue, dataset, 'sharing'),
    ...unfounded(catalogue, dataset, 'opening'),
  ])
}

function unknownDepartments(catalogue: Catalogue, dataset: Dataset): Finding[] {
  return departmentRoles
    .filter((role) => !has(catalogue.departments, dataset[role]))
    .map((role) =>
      finding('unknown_department', {
        ...datasetFields(catalogue, dataset),
        role,
        ...departmentFields(catalogue, 'unknown', dataset[role]),
      }),
    )
}

function unfounded(catalogue: Catalogue, dataset: Dataset, attribute: 'sharing' | 'opening'): Finding[] {
  const { type, legalBasis, conditions, reason } = dataset[attribute]
  const fields = { ...datasetFields(catalogue, dataset), type }
  const findings = []
  if (needBasis.includes(type) && isBlank(legalBasis))
    findings.push(finding(`${attribute}_without_basis`, fields))
  if (needBasis.includes(type) && isBlank(reason))
    findings.push(finding(`${attribute}_without_reason`, fields))
  if (type === 'conditional' && isBlank(conditions))
    findings.push(finding(`${attribute}_without_conditions`, fields))
  return findings
}

function isBlank(text: Name | undefined): boolean {
  return !text || Object.values(text).some((wording) => wording.trim() === '')
}
