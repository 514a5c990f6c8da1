/**
 * Days whose midnight in China was an hour early, first and last. Programs that turn a day into an instant write the
 * midnight of these as 15:00 UTC of the day before. Source: IANA time zone database 2024a, Asia/Shanghai.
 */
export const summerDays: readonly (readonly [string, string])[] = [
  ['1919-04-14', '1919-09-30'],
  ['1940-06-02', '1940-10-12'],
  ['1941-03-16', '1941-11-01'],
  ['1942-02-01', '1945-09-01'],
  ['1946-05-16', '1946-09-30'],
  ['1947-04-16', '1947-10-31'],
  ['1948-05-02', '1948-09-30'],
  ['1949-05-02', '1949-05-27'],
  ['1986-05-05', '1986-09-14'],
  ['1987-04-13', '1987-09-13'],
  ['1988-04-18', '1988-09-11'],
  ['1989-04-17', '1989-09-17'],
  ['1990-04-16', '1990-09-16'],
  ['1991-04-15', '1991-09-15'],
]
