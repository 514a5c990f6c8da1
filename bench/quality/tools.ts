/** A compared tool: what of the failing rows it leaves, its environment and its script, both in `bench/python`. */
interface Tool {
  id: string
  words: string
  requirements: string
  file: string
}

/** The tools with one query a check. They get a table with the typed values, made once, which is the kindest case. */
export const tools: Tool[] = [
  {
    id: 'great-expectations',
    words: 'Great Expectations (values and line numbers in memory)',
    requirements: 'requirements_great_expectations.txt',
    file: 'run_great_expectations.py',
  },
  {
    id: 'soda',
    words: 'Soda Core on DuckDB (counts only)',
    requirements: 'requirements_soda.txt',
    file: 'run_soda.py',
  },
  {
    id: 'dbt-tests',
    words: 'the tests of dbt-duckdb (line numbers, a table a rule)',
    requirements: 'requirements.txt',
    file: 'run_dbt.py',
  },
]
