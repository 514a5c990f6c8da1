import type { Platform } from '../platform.ts'
import { type OpenedStep, type Steps, withSteps } from '../step.ts'

import { answerStep } from './answers/carry.ts'
import { closeStep } from './closed_rows.ts'
import { releaseStep } from './dispute/step.ts'
import { extractStep } from './extracts/step.ts'
import { type ObjectionStep, openObjectionStep } from './ledger/steps.ts'
import { raiseStep } from './raise_step.ts'
import { reopenStep } from './reopened_rows.ts'
import { reprocessStep } from './reprocess_step.ts'
import { objectionsLock } from './steps.ts'

const kinds: Record<ObjectionStep['kind'], OpenedStep<ObjectionStep>> = {
  extract: extractStep,
  release: releaseStep,
  reprocess: reprocessStep,
  raise: raiseStep,
  reject: closeStep,
  correct: closeStep,
  answer: answerStep,
  reopen: reopenStep,
}

/** What changes the objections to a dataset, one step after the other. */
export const objectionSteps: Steps<string, ObjectionStep> = {
  lock: objectionsLock,
  async open(platform, dataset) {
    const step = await openObjectionStep(platform.ledger.db, dataset)
    return step ? [step] : []
  },
  kindOf: ({ kind }) => kinds[kind],
}

/** Runs `work` while no one else changes the objections to a dataset, after the step that was left open. */
export function withObjectionSteps<T>(
  platform: Platform,
  dataset: string,
  work: () => Promise<T>,
): Promise<T> {
  return withSteps(platform, objectionSteps, [dataset], work)
}
