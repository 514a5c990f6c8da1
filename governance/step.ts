import { withLocks } from '../warehouse/ledger/locks.ts'
import type { Platform } from './platform.ts'

/**
 * How one kind of step is made. A step is what somebody decided and both the ledger and the lake must have: the ledger
 * opens it, in the transaction that records who decided what; the lake is told, each table once; the ledger records and
 * ends it. A process may die between any two of these: whoever comes next finishes the step as it was begun.
 */
export interface StepDefinition<Step, Known> {
  /**
   * What the step is carried on from when it is found open: what whoever opened it knew, or what the lake has of it.
   * Null: neither has enough.
   */
  recall(platform: Platform, step: Step): Promise<Known | null>
  /** Tells the lake, each table once. Done again it changes nothing. */
  commit(platform: Platform, step: Step, known: Known): Promise<void>
  /** Records what came of it, and that the step is ended, in one transaction of the ledger. */
  record(platform: Platform, step: Step, known: Known): Promise<void>
  /** Ends a step of which nothing can be recalled; not given: it stays open. */
  drop?(platform: Platform, step: Step): Promise<void>
}

/** A kind of step that can be taken up where it was left. */
export interface OpenedStep<Step> {
  /** Finishes a step that a process left open, or drops it. */
  resume(platform: Platform, step: Step): Promise<void>
}

export interface StepKind<Step, Known> extends OpenedStep<Step> {
  /** Commits and records a step that the ledger has opened. */
  take(platform: Platform, step: Step, known: Known): Promise<void>
}

/** A kind of step, by what it does. `Known`: what is needed beside the step to carry it out; `void`: nothing. */
export function stepKind<Step, Known = void>(definition: StepDefinition<Step, Known>): StepKind<Step, Known> {
  const take = async (platform: Platform, step: Step, known: Known) => {
    await definition.commit(platform, step, known)
    await definition.record(platform, step, known)
  }
  return {
    take,
    resume: async (platform, step) => {
      const known = await definition.recall(platform, step)
      if (known === null) await definition.drop?.(platform, step)
      else await take(platform, step, known)
    },
  }
}

/** The steps that are taken one after the other about one subject: a dataset's objections, its records without a key. */
export interface Steps<Subject, Step> {
  /** The lock of the ledger under which they are taken. */
  lock(subject: Subject): string
  /** Those that were opened and not ended, in their order. */
  open(platform: Platform, subject: Subject): Promise<Step[]>
  kindOf(step: Step): OpenedStep<Step>
}

/** Finishes the steps that processes left open. Costs one look at the ledger where there are none. The caller holds the lock. */
export async function finishOpenSteps<Subject, Step>(
  platform: Platform,
  steps: Steps<Subject, Step>,
  subject: Subject,
): Promise<void> {
  for (const step of await steps.open(platform, subject)) await steps.kindOf(step).resume(platform, step)
}

/** Runs `work` while no one else takes steps about the subjects, after whatever was left open. */
export function withSteps<Subject, Step, T>(
  platform: Platform,
  steps: Steps<Subject, Step>,
  subjects: readonly Subject[],
  work: () => Promise<T>,
): Promise<T> {
  return withLocks(platform.ledger.db, subjects.map(steps.lock), async () => {
    for (const subject of subjects) await finishOpenSteps(platform, steps, subject)
    return work()
  })
}
